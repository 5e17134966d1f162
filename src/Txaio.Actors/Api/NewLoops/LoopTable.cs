using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Txaio.Actors.Api.Bound;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Api.NewLoops;

/// <summary>The loops of an actor system by name: configured loops, and loops made at run time.</summary>
internal sealed class LoopTable
{
    // Guards all writes. A thread that looks up a loop does not take this lock.
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TxaioApi> _apis = new(StringComparer.Ordinal);

    // The instances of disposed loops, for code that still holds such a loop. Each is collected with its loop.
    private readonly ConditionalWeakTable<EventLoop, TxaioApi> _forgotten = [];

    // The names of loops that are being made.
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    // The loops sorted by name. Null after a change, until a thread reads the list.
    private EventLoop[]? _sorted;
    private volatile bool _refuses;

    /// <summary>The loops in the order of their names; a snapshot.</summary>
    public IReadOnlyList<EventLoop> Loops
    {
        get
        {
            if (Volatile.Read(ref _sorted) is { } sorted)
                return sorted;
            // Read and stored under the lock: a list that was read before a change and stored after it would be wrong
            // until the next change.
            lock (_gate)
            {
                var loops = _apis.Values.Select(static api => api.Loop);
                return _sorted ??= [.. loops.OrderBy(static loop => loop.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The scanners of Ask timeouts, one for each loop.</summary>
    public IEnumerable<AskTimeoutScanner> Scanners => _apis.Values.Select(static api => api.AskTimeouts);

    /// <summary>Whether no loop can be added any more, because the actor system ends.</summary>
    public bool Refuses => _refuses;

    /// <summary>Refuses new loops from now on, because the existing loops close.</summary>
    public void RefuseMore()
    {
        lock (_gate)
            _refuses = true;
    }

    /// <summary>Reserves the name of a loop. The caller then starts the loop and adds it.</summary>
    /// <returns>False when another loop has the name, or when no loop can be added any more.</returns>
    public bool TryReserve(string name)
    {
        lock (_gate)
            return !_refuses && !_apis.ContainsKey(name) && _reserved.Add(name);
    }

    /// <summary>Frees a reserved name whose loop could not be started.</summary>
    public void Release(string name)
    {
        lock (_gate)
            _reserved.Remove(name);
    }

    /// <summary>Adds a started loop, or a configured loop before its start.</summary>
    /// <returns>False when the actor system has begun to end.</returns>
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

    /// <summary>Removes the loop, if the table has it. A new loop can have the name then.</summary>
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

    /// <summary>Returns txaio on the loop with that name.</summary>
    /// <exception cref="UnknownLoopException">No loop has that name.</exception>
    public TxaioApi On(string name) => _apis.TryGetValue(name, out var api) ? api : throw Unknown(name);

    /// <summary>Returns txaio on exactly that loop, even if the loop has been disposed.</summary>
    /// <exception cref="UnknownLoopException">The loop belongs to another actor system.</exception>
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
