namespace Txaio.Actors;

/// <summary>
/// A task that ends as a future does, or by a timeout or token while the future stays as it is. Then it is over: the
/// loop does not know of it any more, and what stays in the future's list until that is called holds nothing.
/// </summary>
internal sealed class WaitContinuation<T>(Future<T> future) : FutureContinuation, ILoopWaiter
{
    // Null once the wait is over; who takes it ends it. Any thread.
    private OffLoopSource<T>? _source = new(future.Loop);

    private int _waiterSlot = LoopWaiters.NoSlot;
    private DelayedCall _timeout;
    private CancellationTokenRegistration _registration;

    // 1 when the two above are written. Who ends the wait takes the source and looks at this; who starts it writes
    // this and looks at the source: one of both lets go of them.
    private int _armed;

    ref int ILoopWaiter.WaiterSlot => ref _waiterSlot;

    /// <summary>Starts to wait.</summary>
    public Task<T> Start(TimeSpan timeout, CancellationToken token)
    {
        var task = _source!.Task;
        if (!future.Loop.Waiters.Join(this))
            future.TryReject(new LoopTerminatedException(future.Loop.Name));
        future.AddContinuation(this);
        if (timeout != Timeout.InfiniteTimeSpan)
            _timeout = CallAfter(timeout);
        _registration = token.UnsafeRegister(static (wait, token) => ((WaitContinuation<T>)wait!).Cancel(token), this);
        Interlocked.Exchange(ref _armed, 1);
        if (Volatile.Read(ref _source) is null)
            LetGo();
        return task;
    }

    public override void Run(Future called)
    {
        if (End() is not { } source)
            return;
        if (called.Error is { } error)
        {
            // A wait that was over by now would not have looked.
            called.Observe();
            source.SetException(error);
        }
        else
        {
            source.SetResult(future.Result);
        }
    }

    void ILoopWaiter.LoopEnded(LoopTerminatedException cause) => future.TryReject(cause);

    // On the scheduler's thread, so that a blocked loop does not hold it up. Never refused; after the loop's end the
    // future is called.
    private DelayedCall CallAfter(TimeSpan timeout)
    {
        var loop = future.Loop;
        var now = loop.Now;
        loop.Timers.TryAdd(
            new LoopCall(TimeoutInvoker.Instance, this, timeout, null), EventLoop.Due(now, timeout), now, out var call);
        return call;
    }

    private void TimeOut(TimeSpan timeout) =>
        End()?.SetException(new TimeoutException($"{future} was not called within {timeout}."));

    private void Cancel(CancellationToken token) => End()?.SetCanceled(token);

    private OffLoopSource<T>? End()
    {
        var source = Interlocked.Exchange(ref _source, null);
        if (source is not null && Volatile.Read(ref _armed) != 0)
            LetGo();
        return source;
    }

    private void LetGo()
    {
        _timeout.Cancel();
        // Not Dispose, which would wait for a callback that runs, and that may be the one that got here.
        _registration.Unregister();
        future.Loop.Waiters.Leave(this);
    }

    private sealed class TimeoutInvoker : CallInvoker
    {
        public static readonly TimeoutInvoker Instance = new();

        public override bool RunsOnLoop => false;

        public override void Invoke(object callback, object? state) =>
            ((WaitContinuation<T>)callback).TimeOut((TimeSpan)state!);

        public override string Describe(object callback, object? state) =>
            $"the timeout of a wait for {((WaitContinuation<T>)callback).Future}";
    }

    private Future<T> Future => future;
}
