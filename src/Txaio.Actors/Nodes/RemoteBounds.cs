using Akka.Actor;

namespace Txaio.Actors;

/// <summary>What other nodes may make this one hold, and what is held for them now. One for an actor system.</summary>
/// <param name="settings">The bounds.</param>
/// <param name="refused">Is told of each refusal, and the node that was refused, outside of all locks.</param>
internal sealed class RemoteBounds(RemoteSettings settings, Action<RemoteBoundException, Address> refused)
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

    /// <summary>What ends with the actor or the node that it is held for.</summary>
    public HeldForNodes Held { get; } = new();

    /// <summary>Whether calls of an actor of another node are dropped when it ends.</summary>
    public bool CallsEndWithSender => settings.CallsEndWithSender;

    /// <summary>The figures of all bounds.</summary>
    public IReadOnlyList<RemoteBoundStatistics> Statistics =>
        [Promises.Statistics, Calls.Statistics, CallBytes.Statistics, Subscribers.Statistics];

    /// <summary>Takes the places of a call.</summary>
    /// <returns>Null; or the refusal, and no place is taken then.</returns>
    public RemoteBoundException? TakeCall(Address node, int size)
    {
        if (Calls.Take(node) is { } refusal)
            return refusal;
        if (CallBytes.Take(node, size) is not { } tooLarge)
            return null;
        Calls.Give(node);
        return tooLarge;
    }

    /// <summary>Gives back what <see cref="TakeCall"/> took.</summary>
    public void GiveCall(Address node, int size)
    {
        Calls.Give(node);
        CallBytes.Give(node, size);
    }
}
