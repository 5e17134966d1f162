using System.Text;
using Akka.Actor;
using Akka.Serialization;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>This node is no friend: it sends bytes under the serializer's id that are no messages.</summary>
public sealed class HostileNodeTests() : RemoteTestKit(
    $$"""
    akka.extensions = []
    akka.actor {
      serializers.rogue = "{{typeof(RogueSerializer).AssemblyQualifiedName}}"
      serialization-bindings { "{{typeof(Rogue).AssemblyQualifiedName}}" = rogue }
    }
    """)
{
    [Fact]
    public async Task Bytes_that_are_no_message_are_one_logged_error_and_the_link_lives_on()
    {
        var node = await StartNode();
        var agent = AgentOf(node);

        agent.Tell(new Rogue("resolve/9", ""));
        agent.Tell(new Rogue("resolve/1", "no protobuf"));
        agent.Tell(new Rogue("System.Diagnostics.Process, System", "x"));
        agent.Tell(new Square(5), TestActor);

        ExpectMsg(25);
        await node.WaitForLine(static line => line.Contains("'resolve/9'", StringComparison.Ordinal));
        await node.WaitForLine(static line => line.Contains("'resolve/1'", StringComparison.Ordinal));
        await node.WaitForLine(static line => line.Contains("'System.Diagnostics.Process", StringComparison.Ordinal));
    }

    public sealed record Rogue(string Manifest, string Bytes);

    public sealed class RogueSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 8471;

        public override string Manifest(object o) => ((Rogue)o).Manifest;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Rogue)obj).Bytes);

        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }
}
