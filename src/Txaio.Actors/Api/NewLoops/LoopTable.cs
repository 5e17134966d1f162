using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Txaio.Actors.Api.Bound;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Api.NewLoops;

/// <summary>The loops of an actor system by their names: the configured ones, and those that are made later.</summary>
internal sealed class LoopTable
{
    // Guards all writes. Threads that find a loop by its name take no lock.
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TxaioApi> _apis = new(StringComparer.Ordinal);

    // Those of disposed loops, for code that still has the loop; collected with the loop.
    private readonly ConditionalWeakTable<EventLoop, TxaioApi> _forgotten = [];

    // The names of loops that are being made.
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    // In the order of names; null after a change, until a thread asks for it.
    private EventLoop[]? _sorted;
    private volatile bool _refuses;

    /// <summary>The loops in the order of their names; a snapshot.</summary>
    public IReadOnlyList<EventLoop> Loops
    {
        get
        {
            if (Volatile.Read(ref _sorted) is { } sorted)
                return sorted;
            // Read under the lock too: a list that misses a loop would stay until the next change.
            lock (_gate)
            {
                var loops = _apis.Values.Select(static api => api.Loop);
                return _sorted ??= [.. loops.OrderBy(static loop => loop.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The timeouts of the loops' Asks.</summary>
    public IEnumerable<AskTimeoutScanner> Scanners => _apis.Values.Select(static api => api.AskTimeouts);

    /// <summary>Whether the actor system ends, so that no loop can be added.</summary>
    public bool Refuses => _refuses;

    /// <summary>Refuses more loops from now on: those that there are close.</summary>
    public void RefuseMore()
    {
        lock (_gate)
            _refuses = true;
    }

    /// <summary>Reserves a name for a loop that is then started and added.</summary>
    /// <returns>False when another loop has the name, or no loop can be added any more.</returns>
    public bool TryReserve(string name)
    {
        lock (_gate)
            return !_refuses && !_apis.ContainsKey(name) && _reserved.Add(name);
    }

    /// <summary>Frees a reserved name: its loop could not be started.</summary>
    public void Release(string name)
    {
        lock (_gate)
            _reserved.Remove(name);
    }

    /// <summary>Adds a loop that has started, or that the actor system starts with.</summary>
    /// <returns>False when the actor system has begun to end meanwhile.</returns>
    public bool TryAdd(TxaioApi api)
    {
        lock (_gate)
        {
            _reserved.Remove(api.Loop.Name);
            if (_refuses)
                return false;
            _apis[api.Loop.Name] = api;
            _sorted = null;
            return true;
        }
    }

    /// <summary>Removes a loop, if it is there: its name can be given to another.</summary>
    public void Forget(EventLoop loop)
    {
        TxaioApi? api;
        lock (_gate)
        {
            if (!_apis.TryGetValue(loop.Name, out api) || !ReferenceEquals(api.Loop, loop))
                return;
            _forgotten.AddOrUpdate(loop, api);
            _apis.TryRemove(loop.Name, out _);
            _sorted = null;
        }

        api.AskTimeouts.End();
    }

    /// <summary>txaio on the loop of that name.</summary>
    /// <exception cref="UnknownLoopException">There is no such loop.</exception>
    public TxaioApi On(string name) => _apis.TryGetValue(name, out var api) ? api : throw Unknown(name);

    /// <summary>txaio on that very loop, also if it is disposed.</summary>
    /// <exception cref="UnknownLoopException">It is of another actor system.</exception>
    public TxaioApi On(EventLoop loop) =>
        (_apis.TryGetValue(loop.Name, out var api) && ReferenceEquals(api.Loop, loop))
        || _forgotten.TryGetValue(loop, out api)
            ? api
            : throw Unknown($"{loop.Name} of actor system {loop.System.Name}");

    private UnknownLoopException Unknown(string name)
    {
        var loops = Loops;
        return new UnknownLoopException(
            name,
            loops.Where(static loop => loop.Disposal is null).Select(static loop => loop.Name),
            [.. loops.Where(static loop => loop.Disposal is not null).Select(static loop => loop.Name)]);
    }
}
