using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// The state of a promise whose path is read, or that is watched or subscribed to. Most promises need no such state,
/// and no memory for it.
/// </summary>
internal sealed class PromiseState(PromiseRef promise)
{
    // Guards everything below: any thread reads the path, watches, subscribes and completes. Registrants check
    // completion under this lock; the completing thread reads the tables afterwards. So no follower is missed. No
    // message is sent under this lock, and the paths of other refs are read before this lock is taken.
    private readonly object _gate = new();
    private ActorPath? _name;
    private ActorPath? _path;
    private PromiseFollowers? _watchers;
    private PromiseFollowers? _subscribers;
    private MinuteBound? _lateAnswers;
    private int _hash;
    private bool _registered;
    private bool _expires;

    /// <summary>The path; null until it is first read.</summary>
    public ActorPath? Path => Volatile.Read(ref _path);

    /// <summary>Whether the name is drawn, so that another actor may know it.</summary>
    public bool HasName => Volatile.Read(ref _name) is not null;

    /// <summary>The path that readers will get; only once the name is drawn.</summary>
    public ActorPath Name => Volatile.Read(ref _name)!;

    /// <summary>The hash of every ref with that path; only once the name is drawn.</summary>
    public int Hash
    {
        get
        {
            // Any thread may write the hash; all threads compute the same value.
            if (_hash == 0)
                _hash = new PathRef(Name, promise.Provider).GetHashCode();
            return _hash;
        }
    }

    /// <summary>The node that requested the promise; null for this process. Set before the ref is handed out.</summary>
    public Address? RequestingNode { get; set; }

    /// <summary>The bound on outcomes told to actors of other nodes that subscribe after the completion.</summary>
    public MinuteBound LateAnswers
    {
        get
        {
            lock (_gate)
                return _lateAnswers ??= promise.Future.Loop.Bounds.LateAnswersOfPromise();
        }
    }

    /// <summary>How many subscribers wait.</summary>
    public int Subscribers
    {
        get
        {
            lock (_gate)
                return _subscribers?.Count ?? 0;
        }
    }

    /// <summary>Draws the name.</summary>
    public void DrawName()
    {
        lock (_gate)
        {
            if (_name is null)
                Volatile.Write(ref _name, promise.Provider.TempContainer.Path / PromiseName.Next());
        }
    }

    /// <summary>
    /// Returns the path to a reader. Registers a pending promise, and a completed promise of the kind that is kept.
    /// </summary>
    /// <param name="expires">Whether the caller has to unregister the promise after a while.</param>
    public ActorPath Publish(out bool expires)
    {
        lock (_gate)
        {
            expires = false;
            if (_path is not null)
                return _path;
            var completed = promise.Future.IsCompleted;
            if (!completed || promise.Future.IsKept)
            {
                promise.Provider.RegisterTempActor(promise, _name);
                _registered = true;
                _expires = expires = completed;
            }

            Volatile.Write(ref _path, _name);
            return _path!;
        }
    }

    /// <summary>Adds a subscriber or a watcher.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="isSubscriber">True for a subscriber, false for a watcher.</param>
    /// <param name="held">The reservation of another node; null for an actor of this node.</param>
    /// <param name="isNew">Whether the actor was added: it was not in the table before.</param>
    /// <returns>False when the promise has completed.</returns>
    public bool TryAdd(IActorRef actor, bool isSubscriber, HeldFollower? held, out bool isNew)
    {
        lock (_gate)
        {
            isNew = false;
            if (promise.Future.IsCompleted)
                return false;
            isNew = (isSubscriber ? _subscribers ??= [] : _watchers ??= []).TryAdd(actor, held);
            return true;
        }
    }

    /// <summary>Removes an actor that has ended, or has stopped watching.</summary>
    public void Remove(IActorRef actor, bool isSubscriber)
    {
        HeldFollower? held = null;
        lock (_gate)
            (isSubscriber ? _subscribers : _watchers)?.Remove(actor, out held);
        held?.Release();
    }

    /// <summary>
    /// Takes the actors to tell, since the promise has completed: no further actor is added. Called once.
    /// </summary>
    /// <param name="expires">
    /// Whether the caller has to unregister the promise after a while; a promise that is not kept is unregistered at
    /// once.
    /// </param>
    /// <returns>The actors to tell.</returns>
    public (PromiseFollowers? Subscribers, PromiseFollowers? Watchers) Complete(out bool expires)
    {
        lock (_gate)
        {
            expires = _registered && !_expires && promise.Future.IsKept;
            if (!expires && !_expires)
                Unregister();
            var waiting = (_subscribers, _watchers);
            _subscribers = null;
            _watchers = null;
            return waiting;
        }
    }

    /// <summary>Unregisters the path, so that the promise can no longer be found.</summary>
    public void Unregister()
    {
        lock (_gate)
        {
            if (_registered)
                promise.Provider.UnregisterTempActor(_path);
            _registered = false;
        }
    }

    /// <summary>A ref that has only a path: it computes the hash that Akka gives to every ref with that path.</summary>
    private sealed class PathRef(ActorPath path, IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path => path;

        public override IActorRefProvider Provider => provider;
    }
}
