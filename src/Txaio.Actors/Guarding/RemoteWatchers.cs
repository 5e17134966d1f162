using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The watchers that an actor has on other nodes. Akka on a node watches with one actor, for all watchers
/// there. A hostile node can name any number, and Akka would keep them all.
/// </summary>
internal sealed class RemoteWatchers
{
    /// <summary>Watchers of one address; the newest ones are kept.</summary>
    public const int OfAddress = 8;

    /// <summary>Addresses with watchers; those that come later have none.</summary>
    public const int Addresses = 1_024;

    // Guards the table and its lists: the readers of several connections add and remove.
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, List<IActorRef>> _byAddress = [];

    /// <summary>Adds a watcher.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="left">The one that has to go for it; null for none.</param>
    /// <returns>False when too many addresses have watchers.</returns>
    public bool TryAdd(IActorRef watcher, out IActorRef? left)
    {
        left = null;
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(watcher.Path.Address, out var watchers))
            {
                if (_byAddress.Count == Addresses)
                    return false;
                _byAddress[watcher.Path.Address] = watchers = [];
            }

            if (watchers.Contains(watcher))
                return true;
            if (watchers.Count == OfAddress)
            {
                left = watchers[0];
                watchers.RemoveAt(0);
            }

            watchers.Add(watcher);
            return true;
        }
    }

    /// <summary>Removes a watcher.</summary>
    public void Remove(IActorRef watcher)
    {
        lock (_gate)
        {
            if (_byAddress.TryGetValue(watcher.Path.Address, out var watchers)
                && watchers.Remove(watcher)
                && watchers.Count == 0)
            {
                _byAddress.Remove(watcher.Path.Address);
            }
        }
    }
}
