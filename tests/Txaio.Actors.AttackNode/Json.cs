using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Txaio.Actors.AttackNode;

/// <summary>
/// Text under the id of Akka's JSON serializer, which makes an object of the type that the text names.
/// </summary>
/// <param name="Text">The text.</param>
public sealed record Json(string Text)
{
    /// <summary>The settings with which this node sends the text.</summary>
    public static readonly string Hocon =
        $$"""
        akka.actor {
          serializers.raw-json = "{{typeof(RawSerializer).AssemblyQualifiedName}}"
          serialization-bindings { "{{typeof(Json).AssemblyQualifiedName}}" = raw-json }
        }
        """;

    /// <summary>
    /// Writes the text under the id of Akka's JSON serializer, and reads replies as that serializer does.
    /// </summary>
    /// <param name="system">The actor system.</param>
    public sealed class RawSerializer(ExtendedActorSystem system) : Serializer(system)
    {
        private readonly NewtonSoftJsonSerializer _reader = new(system);

        public override int Identifier => 1;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Json)obj).Text);

        public override object FromBinary(byte[] bytes, Type type) => _reader.FromBinary(bytes, type);
    }
}
