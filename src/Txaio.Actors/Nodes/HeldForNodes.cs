using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The work that is held for actors of other nodes, by the actor with which it ends. Where that actor cannot be
/// watched, as the temporary ref of an Ask, or belongs to another node than the one the message came from, which may
/// have made it up, the node's user guardian stands for it: a node cannot have us watch actors of a third one.
/// </summary>
internal sealed class HeldForNodes
{
    // Guards everything below. Any thread adds and removes; the watching actor compares.
    private readonly Lock _gate = new();
    private readonly Dictionary<IActorRef, HashSet<IHeldForNode>> _byGuard = [];
    private object? _watching;

    /// <summary>
    /// Starts a <see cref="NodeWatchActor"/> with the token that it is handed. Given by the front door; until then
    /// nothing is watched.
    /// </summary>
    public Action<object>? StartWatching { get; set; }

    /// <summary>The user guardian of a node. Given by the front door.</summary>
    public Func<Address, IActorRef> GuardianOf { get; set; } = static _ => ActorRefs.Nobody;

    /// <summary>How many actors and nodes something is held for.</summary>
    public int Guards
    {
        get
        {
            lock (_gate)
                return _byGuard.Count;
        }
    }

    /// <summary>Whether it is the temporary ref of an Ask, which says nothing about the actor that asked.</summary>
    public static bool IsTemporary(IActorRef actor) =>
        actor.Path.Parent is { Name: "temp", Parent: RootActorPath };

    /// <summary>Whether <paramref name="actor"/> can be watched for what <paramref name="node"/> asked for.</summary>
    public static bool CanBeWatched(Address node, IActorRef actor) =>
        actor.Path.Address.Equals(node) && !IsTemporary(actor);

    /// <summary>What <paramref name="node"/> asked to be held for <paramref name="actor"/> ends with this.</summary>
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

    /// <summary>Returns the actors to watch and to unwatch; null when nothing is held any more.</summary>
    /// <param name="token">What the actor was started with.</param>
    /// <param name="watched">The actors it watches.</param>
    /// <returns>Null when nothing is held: the actor is to stop, and another one starts when it is time.</returns>
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

    /// <summary>Notes that the watching actor has stopped. Starts another while something is held.</summary>
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
            // The system ends, and with it all that is held.
        }
    }
}
