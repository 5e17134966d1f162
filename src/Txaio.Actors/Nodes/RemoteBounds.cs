using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The bounds on the memory that other nodes can use here, and their use now. Each actor system has one instance.
/// </summary>
/// <param name="settings">The bounds.</param>
/// <param name="largestFrame">The bytes of a message whose size is not known.</param>
/// <param name="refused">Called with each refusal and the refused node, outside of all locks.</param>
/// <param name="left">
/// Called for each completed promise that a bound removed (true) or refused to keep (false), outside of all locks.
/// </param>
/// <param name="now">The time, in ticks of a monotonic clock.</param>
internal sealed class RemoteBounds(
    RemoteSettings settings,
    int largestFrame,
    Action<RemoteBoundException, Address> refused,
    Action<RemoteBoundException, Address, bool> left,
    Func<long> now)
{
    /// <summary>Promises that <c>CreateFuture</c> made.</summary>
    public NodeBound Promises { get; } =
        new("txaio.remote.promises", settings.Promises, settings.PromisesPerNode, refused: refused);

    /// <summary>Calls that <c>CallLater</c> messages scheduled.</summary>
    public NodeBound Calls { get; } = new("txaio.remote.calls", settings.Calls, settings.CallsPerNode, refused: refused);

    /// <summary>The bytes of the messages of these calls.</summary>
    public NodeBound CallBytes { get; } = new(
        "txaio.remote.call-kilobytes", settings.CallKilobytes, settings.CallKilobytesPerNode, unit: 1000, refused);

    /// <summary>Subscribers and watchers of promises.</summary>
    public NodeBound Subscribers { get; } =
        new("txaio.remote.subscribers", settings.Subscribers, settings.SubscribersPerNode, refused: refused);

    /// <summary>Answers of completed promises within a minute.</summary>
    public MinuteBound LateAnswers { get; } = new(
        new NodeBound(
            "txaio.remote.late-answers", settings.LateAnswers, settings.LateAnswersPerNode, refused: refused),
        now);

    /// <summary>Completed promises that can still be found.</summary>
    public NodeBound Completed { get; } =
        new("txaio.remote.completed", settings.Completed, settings.CompletedPerNode) { RefusesMessages = false };

    /// <summary>The bytes of the messages that completed these promises.</summary>
    public NodeBound CompletedBytes { get; } = new(
        "txaio.remote.completed-kilobytes",
        settings.CompletedKilobytes,
        settings.CompletedKilobytesPerNode,
        unit: 1000)
    {
        RefusesMessages = false,
    };

    /// <summary>The bytes of a message whose size is not known.</summary>
    public int LargestFrame => largestFrame;

    /// <summary>Promises, calls and subscribers that end with their actor or node.</summary>
    public HeldForNodes Held { get; } = new();

    /// <summary>Whether calls of an actor of another node are dropped when the actor ends.</summary>
    public bool CallsEndWithSender => settings.CallsEndWithSender;

    /// <summary>The figures of all bounds.</summary>
    public IReadOnlyList<RemoteBoundStatistics> Statistics =>
        [
            Promises.Statistics, Calls.Statistics, CallBytes.Statistics, Subscribers.Statistics,
            LateAnswers.Statistics, Completed.Statistics, CompletedBytes.Statistics,
        ];

    /// <summary>Reserves capacity for a call.</summary>
    /// <returns>Null when the capacity is reserved; else the refusal.</returns>
    public RemoteBoundException? ReserveCall(Address node, int size) => Reserve(Calls, CallBytes, node, size);

    /// <summary>Releases capacity that <see cref="ReserveCall"/> reserved.</summary>
    public void ReleaseCall(Address node, int size)
    {
        Calls.Release(node);
        CallBytes.Release(node, size);
    }

    /// <summary>Reserves capacity for a completed promise.</summary>
    /// <returns>
    /// Null when the capacity is reserved; else the refusal. Once the caller holds no lock, it reports the promise that
    /// is removed or not kept with <see cref="CompletedLeft"/>.
    /// </returns>
    public RemoteBoundException? ReserveCompleted(Address node, int size) =>
        Reserve(Completed, CompletedBytes, node, size);

    /// <summary>Reports that a completed promise of a node cannot be found.</summary>
    /// <param name="refusal">The bound that was met.</param>
    /// <param name="node">The node.</param>
    /// <param name="wasKept">Whether the promise could be found until now.</param>
    public void CompletedLeft(RemoteBoundException refusal, Address node, bool wasKept) =>
        left(refusal, node, wasKept);

    /// <summary>
    /// Makes the bound on the answers that one promise gives after its completion. The limits are the same as for the
    /// subscribers of pending promises.
    /// </summary>
    public MinuteBound LateAnswersOfPromise() => new(Subscribers.Empty(), now);

    /// <summary>Releases capacity that <see cref="ReserveCompleted"/> reserved.</summary>
    public void ReleaseCompleted(Address node, int size)
    {
        Completed.Release(node);
        CompletedBytes.Release(node, size);
    }

    private static RemoteBoundException? Reserve(NodeBound count, NodeBound bytes, Address node, int size)
    {
        if (count.Reserve(node) is { } refusal)
            return refusal;
        if (bytes.Reserve(node, size) is not { } tooLarge)
            return null;
        count.Release(node);
        return tooLarge;
    }
}
