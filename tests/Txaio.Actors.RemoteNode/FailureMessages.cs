using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Txaio.Actors.RemoteNode;

/// <summary>The data of a failure.</summary>
/// <param name="Code">A text.</param>
/// <param name="Amount">A number.</param>
public sealed record Declined(string Code, int Amount);

/// <summary>The data of a failure, which only nodes with <see cref="OddSerializer"/> can read.</summary>
/// <param name="Text">A text.</param>
public sealed record Odd(string Text);

/// <summary>Has the agent fail a promise with an exception that carries data.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Payload">The data.</param>
/// <param name="Way">The message that the agent sends.</param>
public sealed record FailCarrying(IActorRef Promise, object Payload, FailureWay Way);

/// <summary>The messages that take a failure to a promise.</summary>
public enum FailureWay
{
    /// <summary>A <c>Reject</c>.</summary>
    Reject,

    /// <summary>A <c>Cancel</c> with the exception as the cause.</summary>
    Cancel,

    /// <summary>A <c>Status.Failure</c> that the agent sends.</summary>
    Status,

    /// <summary>A <c>Status.Failure</c> that <c>PipeTo</c> tells.</summary>
    Pipe,
}

/// <summary>A serializer that only some nodes have.</summary>
/// <param name="system">The actor system.</param>
public sealed class OddSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Binds <see cref="Odd"/> to this serializer.</summary>
    public static readonly string Hocon =
        $$"""
        akka.actor {
          serializers.odd = "{{typeof(OddSerializer).FullName}}, {{typeof(OddSerializer).Assembly.GetName().Name}}"
          serialization-bindings { "{{typeof(Odd).FullName}}, {{typeof(Odd).Assembly.GetName().Name}}" = odd }
        }
        """;

    /// <inheritdoc/>
    public override int Identifier => 4711;

    /// <inheritdoc/>
    public override string Manifest(object o) => "odd";

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Odd)obj).Text);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => new Odd(Encoding.UTF8.GetString(bytes));
}
