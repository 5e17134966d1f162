namespace Txaio.Actors;

/// <summary>
/// A timer of a loop's time provider. A period is a chain of single calls, each against the deadline the last one
/// had: Akka rounds periods down to its tick, which makes 10 ms of 15.
/// </summary>
internal sealed class LoopTimer(
    EventLoop loop, TimerCallback callback, object? state, ExecutionContext? context) : ITimer
{
    private static readonly Action<LoopTimer> FireOnceCallback = static timer => timer.FireOnce();

    // Guards everything below. Any thread changes and disposes; the loop fires.
    private readonly Lock _gate = new();
    private LoopCall? _call;
    private long _due;
    private TimeSpan _period;
    private bool _disposed;

    private TimerCallback Callback => callback;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfOutOfRange(dueTime, nameof(dueTime));
        ThrowIfOutOfRange(period, nameof(period));
        lock (_gate)
        {
            if (_disposed)
                return false;
            _call?.Cancel(0, 0);
            _call = null;
            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            _due = loop.DueIn(dueTime);
            Arm();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _call?.Cancel(0, 0);
            _call = null;
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Fires because the loop closes: whoever waits for this timer goes on.</summary>
    public void FireLast() =>
        loop.Enqueue(new WorkItem(StateInvoker<LoopTimer>.Instance, FireOnceCallback, this, context));

    private static void ThrowIfOutOfRange(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value > LoopTimers.MaxDelay))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"Must be infinite, or between zero and {LoopTimers.MaxDelay.TotalDays:N0} days.");
        }
    }

    private void Arm()
    {
        _call = new LoopCall(loop.Timers, TimerInvoker.Instance, this, null, context);
        if (!loop.Timers.Add(_call, _due))
        {
            // The loop has closed: nothing is timed any more, and nobody must wait for it.
            _call = null;
            FireLast();
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _call = null;
            if (_period > TimeSpan.Zero)
            {
                // Behind by more than a period, it fires once for all it missed.
                _due = Math.Max(_due + _period.Ticks, loop.Now - _period.Ticks);
                Arm();
            }
        }

        callback(state);
    }

    private void FireOnce()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _period = Timeout.InfiniteTimeSpan;
        }

        callback(state);
    }

    /// <summary>Runs a timer's callback; in reports it has the name of the user's.</summary>
    private sealed class TimerInvoker : CallInvoker
    {
        public static readonly TimerInvoker Instance = new();

        public override void Invoke(object callback, object? state) => ((LoopTimer)callback).Fire();

        public override string Describe(object callback, object? state) =>
            CallbackName.Of(((LoopTimer)callback).Callback);
    }
}
