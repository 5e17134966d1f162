using Akka.Actor;
using Akka.Actor.Internal;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Scopes;

/// <summary>
/// Lists the work that a running async function has started, and its awaits. A cancel of the function ends all of them.
/// The scope flows with the execution context, from the call of the function on. All members may be used by any thread.
/// See docs/adr/0015-cancel-scopes.md.
/// </summary>
internal sealed class CancelScope
{
    private static readonly AsyncLocal<CancelScope?> Ambient = new(ContextChanged);

    // Whether the process has opened a scope: until then, a look for the current scope costs the read of this field.
    private static bool _isUsed;

    // The current actor at the time at which the thread entered the context of the scope. An actor that completes a
    // plain task runs the rest of the function in its own turn, and a thread may have a left-over current actor.
    [ThreadStatic]
    private static ActorCell? _enteredIn;

    // Guards the list and the fields below. Foreign code never runs under the lock.
    private readonly object _gate = new();

    // Code of another actor, which the function has told a message, is not part of the function. The context may flow
    // there: some dispatchers run an actor on the telling thread, or in a task of .NET.
    private ActorCell? _actor;

    private ScopeEntry? _oldest;
    private ScopeEntry? _newest;

    // A cancel that found no await to end: it ends the next await.
    private Cancellation? _pending;

    private bool _hasEnded;

    /// <summary>The scope of the function that the calling code is part of; null outside of such functions.</summary>
    public static CancelScope? Current =>
        _isUsed && Ambient.Value is { } scope && scope.IsOpenHere ? scope : null;

    private bool IsOpenHere
    {
        get
        {
            var actor = InternalCurrentActorCellKeeper.Current;
            return !Volatile.Read(ref _hasEnded)
                && (actor is null || ReferenceEquals(actor, _actor) || ReferenceEquals(actor, _enteredIn));
        }
    }

    /// <summary>Hides the scope from a callback, which runs in the execution context of the code that queued it.</summary>
    /// <remarks>Only for code inside <see cref="ExecutionContext.Run"/>, which undoes the change.</remarks>
    public static void Leave()
    {
        if (_isUsed)
            Ambient.Value = null;
    }

    /// <summary>Calls an async function, whose code is in the scope from now on.</summary>
    public TResult Run<TCall, TResult>(TCall call, Func<TCall, TResult> function)
    {
        _isUsed = true;
        _actor = InternalCurrentActorCellKeeper.Current;
        var outer = Ambient.Value;
        var outerContext = ExecutionContext.Capture();
        Ambient.Value = this;
        var context = ExecutionContext.Capture();
        try
        {
            return function(call);
        }
        finally
        {
            // A context from which the scope is taken out still has a place for it, and is slower to switch. A function
            // that is not async may have changed the context.
            if (outerContext is not null && ReferenceEquals(context, ExecutionContext.Capture()))
                ExecutionContext.Restore(outerContext);
            else
                Ambient.Value = outer;
        }
    }

    /// <summary>Adds work that the function has started.</summary>
    /// <returns>The entry, to be removed when the work has ended.</returns>
    public ScopeEntry Add(IScopeMember work)
    {
        var entry = new ScopeEntry(this, work);
        lock (_gate)
            Append(entry);
        return entry;
    }

    /// <summary>Adds an await of the function. A cancel that waits for the next await ends the await at once.</summary>
    /// <returns>The entry, to be removed when the await has ended.</returns>
    public ScopeEntry AddAwait(IScopeMember awaited)
    {
        var entry = new ScopeEntry(this, awaited);
        Cancellation? pending;
        lock (_gate)
        {
            entry.IsAwaited = true;
            pending = TakePending();
            if (pending is null)
                Append(entry);
        }

        End(entry, pending);
        return entry;
    }

    /// <summary>As <see cref="AddAwait"/>, for work that the function has started.</summary>
    public void Await(ScopeEntry work)
    {
        Cancellation? pending;
        lock (_gate)
        {
            work.IsAwaited = true;
            pending = TakePending();
        }

        End(work, pending);
    }

    /// <summary>The function gets a cancellation from a future, so a cancel that waits for an await has reached it.</summary>
    public void Reached()
    {
        lock (_gate)
            _ = TakePending();
    }

    /// <summary>Ends the awaits, then the other work, each in the order in which it was added.</summary>
    /// <returns>False if the function has ended.</returns>
    public bool Cancel(string message, CancellationToken token, Exception? reason = null)
    {
        var cancellation = new Cancellation(message, token, reason);
        var entries = new List<ScopeEntry>();
        List<ScopeEntry> awaits;
        lock (_gate)
        {
            if (_hasEnded)
                return false;
            TakeAll(entries);
            awaits = entries.FindAll(static entry => entry.IsAwaited);
        }

        var isReached = false;
        foreach (var entry in awaits)
        {
            StressPoint.Here();
            isReached |= cancellation.Cancel(entry.Member);
        }

        if (!isReached)
            EndNextAwait(cancellation);
        foreach (var entry in entries.Except(awaits))
            CancelWork(entry, cancellation);
        return true;
    }

    /// <summary>The function has ended. What it has left behind is no longer its own.</summary>
    /// <returns>A cancel that has found no await to end; null if there is none.</returns>
    public Cancellation? End()
    {
        lock (_gate)
        {
            Volatile.Write(ref _hasEnded, true);
            var pending = TakePending();
            // The context, and with it this scope, may be kept by a timer or a connection pool.
            _actor = null;
            TakeAll(null);
            return pending;
        }
    }

    /// <summary>Ends the next await by a cancel that an awaited function has not taken.</summary>
    public void TakeBack(Cancellation cancellation) => EndNextAwait(cancellation);

    /// <summary>Removes an entry; for <see cref="ScopeEntry.Remove"/>.</summary>
    public void Remove(ScopeEntry entry)
    {
        lock (_gate)
        {
            if (entry.IsListed)
                Unlink(entry);
        }
    }

    // The rest of an actor's own async method runs on the actor's task scheduler, and is not part of the function.
    private static void ContextChanged(AsyncLocalValueChangedArgs<CancelScope?> change) =>
        _enteredIn = change.CurrentValue is not null && ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default)
            ? InternalCurrentActorCellKeeper.Current
            : null;

    private void Append(ScopeEntry entry)
    {
        if (_hasEnded)
            return;
        entry.IsListed = true;
        entry.Older = _newest;
        if (_newest is { } newest)
            newest.Newer = entry;
        else
            _oldest = entry;
        _newest = entry;
    }

    private void Unlink(ScopeEntry entry)
    {
        entry.IsListed = false;
        if (entry.Newer is { } newer)
            newer.Older = entry.Older;
        else
            _newest = entry.Older;
        if (entry.Older is { } older)
            older.Newer = entry.Newer;
        else
            _oldest = entry.Newer;
        (entry.Older, entry.Newer) = (null, null);
    }

    private void TakeAll(List<ScopeEntry>? entries)
    {
        for (var entry = _oldest; entry is not null;)
        {
            var newer = entry.Newer;
            entry.IsListed = false;
            (entry.Older, entry.Newer) = (null, null);
            entries?.Add(entry);
            entry = newer;
        }

        (_oldest, _newest) = (null, null);
    }

    // The function may have begun to await the work in the meantime. Then the await is the one that the cancel ends.
    private void CancelWork(ScopeEntry work, Cancellation cancellation)
    {
        StressPoint.Here();
        Cancellation? pending;
        lock (_gate)
            pending = work.IsAwaited ? TakePending() : null;
        StressPoint.Here();
        if (!cancellation.Cancel(work.Member) && pending is not null)
            EndNextAwait(pending);
    }

    private void End(ScopeEntry awaited, Cancellation? pending)
    {
        StressPoint.Here();
        // The await may have got its value in the meantime.
        if (pending is not null && !pending.Cancel(awaited.Member))
            EndNextAwait(pending);
    }

    // The function may have begun its next await already, while the cancel tried to end the previous one.
    private void EndNextAwait(Cancellation cancellation)
    {
        while (true)
        {
            StressPoint.Here();
            ScopeEntry? next;
            lock (_gate)
            {
                if (_hasEnded)
                    return;
                next = OldestAwait();
                if (next is null)
                {
                    _pending = cancellation;
                    return;
                }

                Unlink(next);
            }

            StressPoint.Here();
            if (cancellation.Cancel(next.Member))
                return;
        }
    }

    private ScopeEntry? OldestAwait()
    {
        var entry = _oldest;
        while (entry is { IsAwaited: false })
            entry = entry.Newer;
        return entry;
    }

    private Cancellation? TakePending()
    {
        var pending = _pending;
        _pending = null;
        return pending;
    }

    /// <summary>A cancel of the function.</summary>
    internal sealed class Cancellation(string message, CancellationToken token, Exception? reason)
    {
        /// <summary>Ends a member; see <see cref="IScopeMember.CancelInScope"/>.</summary>
        public bool Cancel(IScopeMember member) => member.CancelInScope(message, token, reason);
    }
}
