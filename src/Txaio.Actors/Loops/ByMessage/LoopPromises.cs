using Akka.Actor;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// The promises that were made by message, by the actors of this node that asked for them: when such an actor
/// terminates, its promises are cancelled. Used by the loop's actor only, but for <see cref="Done"/>.
/// </summary>
internal sealed class LoopPromises
{
    private readonly Dictionary<IActorRef, HashSet<IActorRef>> _byAsker = [];

    /// <summary>Remembers a promise.</summary>
    /// <returns>Whether the asker has to be watched from now on.</returns>
    public bool Add(IActorRef asker, IActorRef promise)
    {
        var isNew = !_byAsker.TryGetValue(asker, out var promises);
        if (isNew)
            _byAsker[asker] = promises = [];
        promises!.Add(promise);
        return isNew;
    }

    /// <summary>Forgets a promise that was completed.</summary>
    /// <returns>Whether the asker need not be watched any more.</returns>
    public bool Done(IActorRef asker, IActorRef promise)
    {
        if (!_byAsker.TryGetValue(asker, out var promises) || !promises.Remove(promise) || promises.Count > 0)
            return false;
        return _byAsker.Remove(asker);
    }

    /// <summary>Forgets an asker that has terminated.</summary>
    /// <returns>Its promises.</returns>
    public IReadOnlyCollection<IActorRef> Forget(IActorRef asker) =>
        _byAsker.Remove(asker, out var promises) ? promises : [];
}
