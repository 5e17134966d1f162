using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Loops.Scopes;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>
/// A task that completes with its future, or earlier by a timeout or a token. Neither the loop nor the future refers to
/// a wait that has ended.
/// </summary>
internal sealed class FutureWait<T>(Future<T> future) : Waiter, ILoopDependent, ICallback, IScopeMember
{
    // Null once the wait is over; the thread that takes it ends the wait. Any thread.
    private ExternalTaskSource<T>? _source = new(future.Loop);

    private int _dependentSlot = LoopDependents.NoSlot;
    private DelayedCall _timeout;
    private CancellationTokenRegistration _registration;

    // The wait's entry among the waits of the future.
    private WaitList? _list;

    // The wait's entry in the cancel scope of the waiting function.
    private ScopeEntry? _scoped;

    // 1 from when the timeout, the registration and the entries are written until a thread has released them. The
    // starting thread writes 1, passes a fence, and reads the source. The ending thread takes the source, passes a
    // fence, and reads this. So at least one of the two threads releases; the exchange to 0 keeps the other thread from
    // releasing again.
    private int _armed;

    ref int ILoopDependent.DependentSlot => ref _dependentSlot;

    /// <summary>Starts to wait.</summary>
    public Task<T> Start(TimeSpan timeout, CancellationToken token, CancelScope? scope)
    {
        var task = _source!.Task;
        if (!future.Loop.Dependents.TryAdd(this))
            future.TryReject(new LoopTerminatedException(future.Loop.Name));
        _list = WaitList.Add(future, this);
        if (timeout != Timeout.InfiniteTimeSpan)
            _timeout = CallAfter(timeout);
        _registration = token.UnsafeRegister(static (wait, token) => ((FutureWait<T>)wait!).Cancel(token), this);
        _scoped = scope?.AddAwait(this);
        StressPoint.Here();
        Interlocked.Exchange(ref _armed, 1);
        StressPoint.Here();
        if (Volatile.Read(ref _source) is null)
            ReleaseOnce();
        return task;
    }

    public override void Completed()
    {
        if (End() is not { } source)
            return;
        if (future.Error is { } error)
        {
            // A wait that has ended already did not observe the failure.
            future.Observe();
            source.SetException(error);
        }
        else
        {
            source.SetResult(future.Result);
        }
    }

    bool IScopeMember.CancelInScope(string message, CancellationToken token, Exception? reason)
    {
        if (End() is not { } source)
            return future.IsCancelled;
        source.SetException(new FutureCancelledException(message, reason, token));
        return true;
    }

    void ILoopDependent.LoopEnded(LoopTerminatedException cause) => future.TryReject(cause);

    // The call runs on the scheduler's thread, so that a blocked loop does not delay the timeout. A loop that has ended
    // adds no call and needs none: its end has completed the future.
    private DelayedCall CallAfter(TimeSpan timeout)
    {
        var loop = future.Loop;
        var now = loop.Now;
        loop.DelayedCalls.TryAdd(
            new WorkItem(CallbackInvoker.OffLoop, this, timeout, null), Delays.Due(now, timeout), now, out var call);
        return call;
    }

    void ICallback.Run(object? timeout) =>
        End()?.SetException(new TimeoutException($"{future} was not completed within {timeout}."));

    private void Cancel(CancellationToken token) => End()?.SetCanceled(token);

    private ExternalTaskSource<T>? End()
    {
        var source = Interlocked.Exchange(ref _source, null);
        StressPoint.Here();
        if (source is not null)
            ReleaseOnce();
        return source;
    }

    private void ReleaseOnce()
    {
        if (Interlocked.Exchange(ref _armed, 0) == 0)
            return;
        _timeout.Cancel();
        _list?.Remove(this);
        _scoped?.Remove();
        // Not Dispose: it would wait for a running callback, which may be the caller of this method.
        _registration.Unregister();
        future.Loop.Dependents.Remove(this);
    }

    string ICallback.Describe(object? state) => $"the timeout of a wait for {future}";
}
