using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Bounds the watchers that an actor has on other nodes. An honest node watches with a single actor of Akka. A hostile
/// node can name any number of watchers, and Akka would keep all of them.
/// </summary>
internal sealed class RemoteWatchers
{
    /// <summary>The most watchers of one address; the newest are kept.</summary>
    public const int OfAddress = 8;

    /// <summary>The most addresses with watchers; watchers of further addresses are refused.</summary>
    public const int Addresses = 1_024;

    // Guards the table and its lists: the readers of several connections add and remove.
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, List<IActorRef>> _byAddress = [];

    /// <summary>Adds a watcher.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="left">The watcher that is removed to make room; null when there was room.</param>
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
