using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The promises, calls and subscribers of other nodes, by their guard. They end when their guard ends. The guard is the
/// actor that asked. If that actor is the temporary ref of an Ask, or is not on the sending node, the guard is the user
/// guardian of the sending node: a node must not make this node watch actors of a third node.
/// </summary>
internal sealed class HeldForNodes
{
    // Guards the fields below. Any thread adds and removes; the watching actor compares.
    private readonly Lock _gate = new();
    private readonly Dictionary<IActorRef, HashSet<IHeldForNode>> _byGuard = [];
    private object? _watching;

    /// <summary>
    /// Starts a <see cref="NodeWatchActor"/> with a token. The extension sets it; before that, nothing is watched.
    /// </summary>
    public Action<object>? StartWatching { get; set; }

    /// <summary>Returns the user guardian of a node. The extension sets it.</summary>
    public Func<Address, IActorRef> GuardianOf { get; set; } = static _ => ActorRefs.Nobody;

    /// <summary>The number of guards.</summary>
    public int Guards
    {
        get
        {
            lock (_gate)
                return _byGuard.Count;
        }
    }

    /// <summary>Whether <paramref name="actor"/> is the temporary ref of an Ask: it cannot be watched.</summary>
    public static bool IsTemporary(IActorRef actor) =>
        actor.Path.Parent is { Name: "temp", Parent: RootActorPath };

    /// <summary>Whether <paramref name="actor"/> can guard a request of <paramref name="node"/>.</summary>
    public static bool CanBeWatched(Address node, IActorRef actor) =>
        actor.Path.Address.Equals(node) && !IsTemporary(actor);

    /// <summary>Returns the guard of a request of <paramref name="node"/> for <paramref name="actor"/>.</summary>
    public IActorRef GuardOf(Address node, IActorRef actor) =>
        CanBeWatched(node, actor) ? actor : GuardianOf(node);

    /// <summary>Ends <paramref name="held"/> when <paramref name="guard"/> ends, unless it is removed before.</summary>
    public void Add(IHeldForNode held, IActorRef guard)
    {
        object? starts = null;
        lock (_gate)
        {
            if (!_byGuard.TryGetValue(guard, out var all))
                _byGuard[guard] = all = [];
            all.Add(held);
            if (_watching is null)
                _watching = starts = new object();
        }

        if (starts is not null)
            Start(starts);
    }

    /// <summary>Forgets <paramref name="held"/>.</summary>
    public void Remove(IHeldForNode held, IActorRef guard)
    {
        lock (_gate)
        {
            if (_byGuard.TryGetValue(guard, out var all) && all.Remove(held) && all.Count == 0)
                _byGuard.Remove(guard);
        }
    }

    /// <summary>Ends all that is held for <paramref name="guard"/>.</summary>
    public void Ended(IActorRef guard)
    {
        HashSet<IHeldForNode>? ended;
        lock (_gate)
            _byGuard.Remove(guard, out ended);
        foreach (var held in ended ?? [])
            held.Ended();
    }

    /// <summary>Returns the guards to watch and to unwatch.</summary>
    /// <param name="token">The token of the watching actor.</param>
    /// <param name="watched">The guards that it watches now.</param>
    /// <returns>Null when nothing is held: the watching actor stops. The next <see cref="Add"/> starts one.</returns>
    public (List<IActorRef> Begin, List<IActorRef> End)? Compare(object token, HashSet<IActorRef> watched)
    {
        lock (_gate)
        {
            if (_byGuard.Count == 0)
            {
                Stopped(token);
                return null;
            }

            return (
                [.. _byGuard.Keys.Where(guard => !watched.Contains(guard))],
                [.. watched.Where(guard => !_byGuard.ContainsKey(guard))]);
        }
    }

    /// <summary>Notes that the watching actor has stopped. Starts another actor while requests are held.</summary>
    public void Stopped(object token)
    {
        object? starts = null;
        lock (_gate)
        {
            if (ReferenceEquals(_watching, token))
                _watching = starts = _byGuard.Count > 0 ? new object() : null;
        }

        if (starts is not null)
            Start(starts);
    }

    private void Start(object token)
    {
        try
        {
            StartWatching?.Invoke(token);
        }
        catch (InvalidOperationException)
        {
            // The actor system ends, and all requests with it.
        }
    }
}
