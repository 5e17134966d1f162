using Akka.Actor;
using Akka.Actor.Internal;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The node that a message came from over the wire, by the association that brought it. The path of a
/// sender says nothing: a node writes any path it likes there, also one of this node's own actors. Messages are equal
/// whatever nodes they came from.
/// </summary>
/// <remarks>
/// Akka.Remote reads messages in an actor for each association, an internal type whose second constructor argument is
/// the address. Whatever serializer reads a message, it makes it in that actor's turn.
/// </remarks>
internal readonly struct SendingNode : IEquatable<SendingNode>
{
    private const string Reader = "Akka.Remote.EndpointReader";

    private const int LongestText = 128;

    public SendingNode(Address? address) => Address = address;

    /// <summary>The node whose message this thread reads from the wire; no node for code that reads none.</summary>
    public static SendingNode Here => new(
        InternalCurrentActorCellKeeper.Current is { Props: { } props } && props.Type.FullName == Reader
            ? AddressIn(props.Arguments)
            : null);

    /// <summary>Its address; null for a message that was made in this process.</summary>
    public Address? Address { get; }

    /// <summary>Its address for a log line, cut: another node chooses it. Null as <see cref="Address"/>.</summary>
    public string? Text
    {
        get
        {
            var text = Address?.ToString();
            return text is null || text.Length <= LongestText ? text : text[..LongestText] + "...";
        }
    }

    /// <summary>
    /// The node that has to answer for what a message asks for in the name of <paramref name="actor"/>: the one it came
    /// from, else that of the actor. Null for this node itself.
    /// </summary>
    public Address? Or(IActorRef actor) =>
        Address ?? (actor is IActorRefScope { IsLocal: false } ? actor.Path.Address : null);

    public bool Equals(SendingNode other) => true;

    public override bool Equals(object? obj) => obj is SendingNode;

    public override int GetHashCode() => 0;

    // The first address is that of this node.
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
