using Akka.Actor;
using Akka.Actor.Internal;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The node that sent a message, known by the association that received it. The sender's path proves nothing: a node
/// can write any path, also the path of an actor of this node. The equality of messages ignores this value.
/// </summary>
/// <remarks>
/// Akka.Remote reads the messages of each association in an actor. The second argument of that actor that has the type
/// <see cref="Akka.Actor.Address"/> is the node; the actor's type is internal. Every serializer runs on the thread of
/// that actor.
/// </remarks>
internal readonly struct SendingNode : IEquatable<SendingNode>
{
    private const string Reader = "Akka.Remote.EndpointReader";

    private const int LongestText = 128;

    public SendingNode(Address? address) => Address = address;

    /// <summary>The node whose message this thread reads from the wire; no node on other threads.</summary>
    public static SendingNode Here => new(
        InternalCurrentActorCellKeeper.Current is { Props: { } props } && props.Type.FullName == Reader
            ? AddressIn(props.Arguments)
            : null);

    /// <summary>The address of the node; null for a message of this process.</summary>
    public Address? Address { get; }

    /// <summary>
    /// The address for a log line, cut to 128 characters: another node chooses it. Null for this process.
    /// </summary>
    public string? Text
    {
        get
        {
            var text = Address?.ToString();
            return text is null || text.Length <= LongestText ? text : text[..LongestText] + "...";
        }
    }

    /// <summary>
    /// The node that a request of <paramref name="actor"/> is counted for: the node that sent the request, else the
    /// node of the actor. Null for this node.
    /// </summary>
    public Address? Or(IActorRef actor) =>
        Address ?? (actor is IActorRefScope { IsLocal: false } ? actor.Path.Address : null);

    public bool Equals(SendingNode other) => true;

    public override bool Equals(object? obj) => obj is SendingNode;

    public override int GetHashCode() => 0;

    // The first address is this node's own address.
    private static Address? AddressIn(object[] arguments)
    {
        var isOwn = true;
        foreach (var argument in arguments)
        {
            if (argument is not Address address)
                continue;
            if (!isOwn)
                return address;
            isOwn = false;
        }

        return null;
    }
}
