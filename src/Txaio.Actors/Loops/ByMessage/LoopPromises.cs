using Akka.Actor;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// The pending promises that actors of this node asked for by message. When such an actor terminates, the loop cancels
/// its promises. Only the loop's actor uses it.
/// </summary>
internal sealed class LoopPromises
{
    private readonly Dictionary<IActorRef, HashSet<IActorRef>> _byAsker = [];

    /// <summary>Adds a promise.</summary>
    /// <returns>Whether the asker has to be watched from now on.</returns>
    public bool Add(IActorRef asker, IActorRef promise)
    {
        var isNew = !_byAsker.TryGetValue(asker, out var promises);
        if (isNew)
            _byAsker[asker] = promises = [];
        promises!.Add(promise);
        return isNew;
    }

    /// <summary>Removes a promise that has completed.</summary>
    /// <returns>Whether that was the asker's last promise. If so, the asker need not be watched any more.</returns>
    public bool RemoveCompleted(IActorRef asker, IActorRef promise)
    {
        if (!_byAsker.TryGetValue(asker, out var promises) || !promises.Remove(promise) || promises.Count > 0)
            return false;
        return _byAsker.Remove(asker);
    }

    /// <summary>Removes the promises of an asker that has terminated.</summary>
    /// <returns>Those promises.</returns>
    public IReadOnlyCollection<IActorRef> RemoveAll(IActorRef asker) =>
        _byAsker.Remove(asker, out var promises) ? promises : [];
}
