using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>What other nodes may make this one hold, and what is held for them now. One for an actor system.</summary>
/// <param name="settings">The bounds.</param>
/// <param name="largestFrame">The bytes of a message whose size is not known.</param>
/// <param name="refused">Is told of each refusal, and the node that was refused, outside of all locks.</param>
internal sealed class RemoteBounds(
    RemoteSettings settings, int largestFrame, Action<RemoteBoundException, Address> refused)
{
    /// <summary>Promises that <c>CreateFuture</c> made.</summary>
    public NodeBound Promises { get; } =
        new("txaio.remote.promises", settings.Promises, settings.PromisesPerNode, refused: refused);

    /// <summary>Calls that <c>CallLater</c> scheduled.</summary>
    public NodeBound Calls { get; } = new("txaio.remote.calls", settings.Calls, settings.CallsPerNode, refused: refused);

    /// <summary>The bytes of their messages.</summary>
    public NodeBound CallBytes { get; } = new(
        "txaio.remote.call-kilobytes", settings.CallKilobytes, settings.CallKilobytesPerNode, unit: 1000, refused);

    /// <summary>Subscribers and watchers of promises.</summary>
    public NodeBound Subscribers { get; } =
        new("txaio.remote.subscribers", settings.Subscribers, settings.SubscribersPerNode, refused: refused);

    /// <summary>Completed promises that can still be found.</summary>
    public NodeBound Completed { get; } =
        new("txaio.remote.completed", settings.Completed, settings.CompletedPerNode);

    /// <summary>The bytes of the messages that completed them.</summary>
    public NodeBound CompletedBytes { get; } = new(
        "txaio.remote.completed-kilobytes",
        settings.CompletedKilobytes,
        settings.CompletedKilobytesPerNode,
        unit: 1000);

    /// <summary>The bytes of a message whose size is not known.</summary>
    public int LargestFrame => largestFrame;

    /// <summary>What ends with the actor or the node that it is held for.</summary>
    public HeldForNodes Held { get; } = new();

    /// <summary>Whether calls of an actor of another node are dropped when it ends.</summary>
    public bool CallsEndWithSender => settings.CallsEndWithSender;

    /// <summary>The figures of all bounds.</summary>
    public IReadOnlyList<RemoteBoundStatistics> Statistics =>
        [
            Promises.Statistics, Calls.Statistics, CallBytes.Statistics, Subscribers.Statistics, Completed.Statistics,
            CompletedBytes.Statistics,
        ];

    /// <summary>Takes the places of a call.</summary>
    /// <returns>Null; or the refusal, and no place is taken then.</returns>
    public RemoteBoundException? TakeCall(Address node, int size) => Take(Calls, CallBytes, node, size);

    /// <summary>Gives back what <see cref="TakeCall"/> took.</summary>
    public void GiveCall(Address node, int size)
    {
        Calls.Give(node);
        CallBytes.Give(node, size);
    }

    /// <summary>Takes the places of a completed promise.</summary>
    /// <returns>Whether there was room; no place is taken otherwise.</returns>
    public bool TryTakeCompleted(Address node, int size) => Take(Completed, CompletedBytes, node, size) is null;

    /// <summary>Gives back what <see cref="TryTakeCompleted"/> took.</summary>
    public void GiveCompleted(Address node, int size)
    {
        Completed.Give(node);
        CompletedBytes.Give(node, size);
    }

    private static RemoteBoundException? Take(NodeBound count, NodeBound bytes, Address node, int size)
    {
        if (count.Take(node) is { } refusal)
            return refusal;
        if (bytes.Take(node, size) is not { } tooLarge)
            return null;
        count.Give(node);
        return tooLarge;
    }
}
