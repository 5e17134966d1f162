using System.Buffers.Text;
using System.Security.Cryptography;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// What a promise has once somebody reads its path, watches it, or subscribes: most promises never do, and are
/// spared the memory.
/// </summary>
internal sealed class PromiseState(PromiseRef promise)
{
    private const int NameBytes = 16;

    // Guards everything below: any thread reads the path, watches, subscribes and completes. Whether the future is
    // completed is asked under it, too, by who comes; who completes looks here afterwards, so that one of them acts.
    // Never held while a message is sent, and paths of others are made before it is taken.
    private readonly Lock _gate = new();
    private ActorPath? _path;
    private HashSet<IActorRef>? _watchers;
    private HashSet<IActorRef>? _subscribers;
    private bool _registered;

    /// <summary>The path, once it is made.</summary>
    public ActorPath? Path => Volatile.Read(ref _path);

    /// <summary>How many subscribers wait.</summary>
    public int Subscribers
    {
        get
        {
            lock (_gate)
                return _subscribers?.Count ?? 0;
        }
    }

    /// <summary>
    /// Makes the path, and registers it while the promise is pending. 128 bits from a cryptographic generator:
    /// a name that can be guessed, or that comes again after a restart, lets a stray reply complete the wrong promise.
    /// </summary>
    public ActorPath MakePath()
    {
        lock (_gate)
        {
            if (_path is not null)
                return _path;
            Span<byte> bits = stackalloc byte[NameBytes];
            RandomNumberGenerator.Fill(bits);
            var path = promise.Provider.TempContainer.Path / Base64Url.EncodeToString(bits);
            if (!promise.Future.IsCompleted)
            {
                promise.Provider.RegisterTempActor(promise, path);
                _registered = true;
            }

            Volatile.Write(ref _path, path);
            return path;
        }
    }

    /// <summary>Takes a watcher in.</summary>
    /// <returns>False when the promise has completed.</returns>
    public bool TryAddWatcher(IActorRef watcher)
    {
        lock (_gate)
        {
            if (promise.Future.IsCompleted)
                return false;
            (_watchers ??= []).Add(watcher);
            return true;
        }
    }

    /// <summary>Lets a watcher go.</summary>
    public void RemoveWatcher(IActorRef watcher)
    {
        lock (_gate)
            _watchers?.Remove(watcher);
    }

    /// <summary>Takes a subscriber in.</summary>
    /// <param name="subscriber">Who subscribes.</param>
    /// <param name="isNew">Whether it had not subscribed before.</param>
    /// <returns>False when the promise has completed.</returns>
    public bool TryAddSubscriber(IActorRef subscriber, out bool isNew)
    {
        lock (_gate)
        {
            isNew = false;
            if (promise.Future.IsCompleted)
                return false;
            isNew = (_subscribers ??= []).Add(subscriber);
            return true;
        }
    }

    /// <summary>Forgets a subscriber that died.</summary>
    public void RemoveSubscriber(IActorRef subscriber)
    {
        lock (_gate)
            _subscribers?.Remove(subscriber);
    }

    /// <summary>The promise has completed: it can no longer be found, and nobody is taken in any more.</summary>
    /// <returns>Who waits to be told; nobody the second time.</returns>
    public (HashSet<IActorRef>? Subscribers, HashSet<IActorRef>? Watchers) Complete()
    {
        lock (_gate)
        {
            if (_registered)
                promise.Provider.UnregisterTempActor(_path);
            _registered = false;
            var waiting = (_subscribers, _watchers);
            _subscribers = null;
            _watchers = null;
            return waiting;
        }
    }
}
