using System.Runtime.ExceptionServices;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// The runs of a repeated call. Tick n is due at the start plus n intervals, so that lateness does not add up. The next
/// tick is scheduled when a run has ended: runs never overlap.
/// </summary>
internal sealed class RepeatedRuns : ICallback, IDroppedCall
{
    private readonly Func<long> _now;
    private readonly Arming _arm;
    private readonly Func<long, Task> _callback;
    private readonly MissedTicks _missed;
    private readonly CancellationToken _token;
    private readonly long _interval;
    private readonly long _start;

    // Guards the fields below. The thread that ends a run arms the next run; any thread may cancel.
    private readonly object _gate = new();
    private DelayedCall _call;
    private CancellationTokenRegistration _registration;
    private long _tick;
    private long _lastTick;
    private long _count;
    private bool _over;

    /// <param name="now">The clock, in ticks.</param>
    /// <param name="arm">Schedules a run.</param>
    /// <param name="plan">The callback, and when it runs.</param>
    /// <param name="token">Ends the runs.</param>
    private RepeatedRuns(Func<long> now, Arming arm, RepeatedPlan plan, CancellationToken token)
    {
        (_now, _arm, _callback, _missed, _token) = (now, arm, plan.Run, plan.Missed, token);
        (Interval, Callback) = (plan.Interval, plan.Callback);
        _interval = plan.Interval.Ticks;
        _start = now();
        _tick = plan.RunsNow ? 0 : 1;
        _lastTick = _tick - 1;
    }

    /// <summary>Schedules a run in <paramref name="delay"/>.</summary>
    /// <param name="delay">The delay.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="isFirst">Whether a loop at its capacity may refuse the run.</param>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="ObjectDisposedException">The timer has been disposed.</exception>
    public delegate DelayedCall Arming(TimeSpan delay, RepeatedRuns runs, bool isFirst);

    public TimeSpan Interval { get; }

    public Delegate Callback { get; }

    public bool IsActive
    {
        get
        {
            lock (_gate)
                return !_over;
        }
    }

    public long Count => Volatile.Read(ref _count);

    /// <summary>Schedules the first run.</summary>
    public static RepeatedCall Start(Func<long> now, Arming arm, RepeatedPlan plan, CancellationToken token)
    {
        var runs = new RepeatedRuns(now, arm, plan, token);
        var call = new RepeatedCall(runs);
        if (token.IsCancellationRequested)
        {
            runs._over = true;
            return call;
        }

        runs.Armed(arm(TimeSpan.FromTicks(runs._tick * runs._interval), runs, true));
        runs.CancelWith(token);
        return call;
    }

    public bool Cancel()
    {
        DelayedCall call;
        lock (_gate)
        {
            if (_over)
                return false;
            End();
            call = _call;
        }

        call.Cancel();
        return true;
    }

    /// <summary>The loop or timer has ended.</summary>
    void IDroppedCall.Dropped() => Ended();

    void ICallback.Run(object? state)
    {
        if (!TryBegin(out var ticks))
            return;
        Task task;
        try
        {
            task = _callback(ticks);
        }
        catch
        {
            ArmNext();
            throw;
        }

        if (!task.IsCompleted)
        {
            GoOnAfter(task, EventLoop.Current);
            return;
        }

        ArmNext();
        if (FailureOf(task) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    string ICallback.Describe(object? state) => CallbackName.Of(Callback);

    private bool TryBegin(out long ticks)
    {
        var reached = (_now() - _start) / _interval;
        lock (_gate)
        {
            ticks = 0;
            if (_over || _token.IsCancellationRequested)
                return false;
            if (_missed == MissedTicks.Skip)
                _tick = Math.Max(_tick, reached);
            ticks = _tick - _lastTick;
            _lastTick = _tick;
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    private void GoOnAfter(Task task, EventLoop? loop) => _ = task.ContinueWith(
        ended =>
        {
            ArmNext();
            if (FailureOf(ended) is { } failure)
                loop?.Report($"callback {CallbackName.Of(Callback)}", failure);
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private void ArmNext()
    {
        var now = _now();
        long due;
        lock (_gate)
        {
            if (_over)
                return;
            _tick++;
            if (_missed == MissedTicks.Skip)
                _tick = Math.Max(_tick, ((now - _start) / _interval) + 1);
            due = _start + (_tick * _interval);
        }

        try
        {
            Armed(_arm(TimeSpan.FromTicks(Math.Max(0, due - now)), this, false));
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            Ended();
        }
    }

    // Another thread may have cancelled the call while this thread scheduled the run.
    private void Armed(DelayedCall call)
    {
        bool over;
        lock (_gate)
        {
            _call = call;
            over = _over;
        }

        if (over)
            call.Cancel();
    }

    private void CancelWith(CancellationToken token)
    {
        var registration = token.UnsafeRegister(static runs => ((RepeatedRuns)runs!).Cancel(), this);
        lock (_gate)
        {
            _registration = registration;
            if (!_over)
                return;
        }

        registration.Unregister();
    }

    private void Ended()
    {
        lock (_gate)
        {
            if (!_over)
                End();
        }
    }

    // The caller holds the lock. Dispose would wait for a running callback of the token, which may be the caller.
    private void End()
    {
        _over = true;
        _registration.Unregister();
    }

    private Exception? FailureOf(Task task) =>
        TaskFailure.Of(task) is { } failure
        && !(failure is OperationCanceledException && _token.IsCancellationRequested)
            ? failure
            : null;
}
