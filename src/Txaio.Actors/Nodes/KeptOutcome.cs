using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>The node that a completed promise is counted for, and the bytes that it counts.</summary>
/// <param name="Node">The node that completed the promise, else the node that asked for it; null for neither.</param>
/// <param name="Size">The size on the wire of the message that completed the promise.</param>
internal readonly record struct KeptOutcome(Address? Node, WireSize Size)
{
    // Set while this thread tells a delayed message of another node. Without it, only the thread that reads the message
    // knows the node and the size.
    [ThreadStatic]
    private static KeptOutcome s_told;

    /// <summary>The outcome for a promise that this thread completes now.</summary>
    /// <param name="requestingNode">The node that asked for the promise; null for this process.</param>
    public static KeptOutcome Here(Address? requestingNode)
    {
        if (s_told.Node is not null)
            return s_told;
        var node = SendingNode.Here.Address ?? requestingNode;
        return new KeptOutcome(node, node is null ? default : WireSize.Here);
    }

    /// <summary>Tells a message. A promise that the message completes is counted for <see cref="Node"/>.</summary>
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
