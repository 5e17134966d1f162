using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>The node that a promise is kept for once it has completed, and what that counts.</summary>
/// <param name="Node">The node that completed it, else the one that had it made; null for this process.</param>
/// <param name="Size">What completed it took on the wire.</param>
internal readonly record struct KeptOutcome(Address? Node, WireSize Size)
{
    // Of the message of another node that this thread tells later than it was read.
    [ThreadStatic]
    private static KeptOutcome s_told;

    /// <summary>The outcome is that of the message that this thread handles now.</summary>
    /// <param name="maker">The node that had the promise made; null for this process.</param>
    public static KeptOutcome Here(Address? maker)
    {
        if (s_told.Node is not null)
            return s_told;
        var node = SendingNode.Here.Address ?? maker;
        return new KeptOutcome(node, node is null ? default : WireSize.Here);
    }

    /// <summary>Tells a message; a promise that it completes is kept for this node.</summary>
    public void Tell(IActorRef target, object? message, IActorRef sender)
    {
        var before = s_told;
        s_told = this;
        try
        {
            target.Tell(message, sender);
        }
        finally
        {
            s_told = before;
        }
    }
}
