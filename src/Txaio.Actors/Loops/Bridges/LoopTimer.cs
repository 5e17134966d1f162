using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>
/// A timer of a loop's time provider. A period is a chain of single calls, each due one period after the deadline of
/// the last: Akka rounds periods down to its tick, so that 15 ms would become 10.
/// </summary>
internal sealed class LoopTimer(
    EventLoop loop, TimerCallback callback, object? state, ExecutionContext? context) : ITimer, ICallback
{
    // The state of the entry that fires the timer because the loop closes.
    private static readonly object AtClose = new();

    private static readonly TimeSpan LongestSystemTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    // Guards everything below. Any thread changes and disposes. The loop fires; after its end, the thread pool does.
    private readonly object _gate = new();
    private DelayedCall _call;

    // Fires in place of the call when the loop has closed.
    private ITimer? _systemTimer;

    private bool _firesAtClose;
    private long _due;
    private TimeSpan _period;
    private bool _disposed;

    // How many callbacks run now, and the source of the task that DisposeAsync returns while one runs.
    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>
    /// Whether the callback is .NET's own and completes a task that external code awaits. A driven scheduler waits for
    /// that code, so it runs the callback.
    /// </summary>
    public bool CompletesExternalTask { get; init; }

    /// <summary>The context in which that code awaits; null for the thread pool.</summary>
    public SynchronizationContext? ExternalContext { get; init; }

    // For reports: the continuation of the delay's task. Read before the callback, which removes it from the task.
    private object? _continuation;

    private string Name => AsyncMethodName.Behind(callback) ?? DelayName ?? AsyncMethodName.PartOfDotNet(callback);

    // The state of a timer of Task.Delay or WaitAsync is the task that it completes. A periodic timer's state holds the
    // code that awaits it.
    private string? DelayName => AsyncMethodName.Behind(_continuation) ?? (state switch
    {
        Task delay => AsyncMethodName.Behind(AsyncMethodName.ContinuationOf(delay)),
        CancellationTokenSource => null,
        _ => AsyncMethodName.Behind(state),
    });

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfOutOfRange(dueTime, nameof(dueTime));
        ThrowIfOutOfRange(period, nameof(period));
        var now = loop.Now;
        long? armsFor;
        lock (_gate)
        {
            if (_disposed)
                return false;
            Disarm();
            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            _due = Delays.Due(now, dueTime);
            armsFor = Arm(now);
        }

        if (armsFor is { } due)
            loop.DelayedCalls.ArmWakeUp(due, now);
        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Disarm();
        }
    }

    // As with System.Threading.Timer, the task completes when the last running callback has returned.
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            Disarm();
            if (_running == 0)
                return ValueTask.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_idle.Task);
        }
    }

    void ICallback.Run(object? when)
    {
        if (ReferenceEquals(when, AtClose))
            RunAtClose();
        else
            Fire();
    }

    string ICallback.Describe(object? when) => Name;

    /// <summary>Queues the callback because the loop closes, so that code which awaits this timer resumes.</summary>
    public void FireAtClose()
    {
        lock (_gate)
        {
            // Another thread has changed or disposed the timer since the loop released it.
            if (_call == default && _systemTimer is null)
                return;
            Disarm();
            _firesAtClose = true;
        }

        loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, AtClose, context));
    }

    private static void ThrowIfOutOfRange(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value > Delays.Max))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"Must be infinite, or between zero and {Delays.MaxText}.");
        }
    }

    // The caller holds the lock. Returns the due time if the caller has to arm the wake-up once it holds no lock, since
    // the loop may run user code then.
    private long? Arm(long now)
    {
        var call = new WorkItem(CallbackInvoker.OnLoop, this, null, context);
        if (loop.DelayedCalls.TryAddWithoutWakeUp(call, _due, now, out _call, out var isNext))
            return isNext ? _due : null;
        // The loop has closed, and code that awaits this timer still has to resume. It does not resume at once: a while
        // loop around a Task.Delay would spin and keep the actor system from ending.
        _systemTimer = TimeProvider.System.CreateTimer(
            static timer => ((LoopTimer)timer!).FireAtClose(),
            this,
            TimeSpan.FromTicks(Math.Clamp(_due - now, 0, LongestSystemTimer.Ticks)),
            Timeout.InfiniteTimeSpan);
        return null;
    }

    private void Disarm()
    {
        _call.Cancel();
        _call = default;
        _systemTimer?.Dispose();
        _systemTimer = null;
        _firesAtClose = false;
    }

    private void Fire()
    {
        var now = loop.Now;
        long? armsFor = null;
        lock (_gate)
        {
            // Another thread has changed or disposed the timer since this call began to run: it has a new call or none.
            if (_call == default || _call.IsActive)
                return;
            _call = default;
            if (_period > TimeSpan.Zero)
            {
                // On the grid of the first deadline. A timer that is late by several periods fires once.
                var missed = Math.Max(0, (now - _due) / _period.Ticks);
                _due += (missed + 1) * _period.Ticks;
                armsFor = Arm(now);
            }

            _running++;
        }

        if (armsFor is { } due)
            loop.DelayedCalls.ArmWakeUp(due, now);
        RunCallback();
    }

    private void RunAtClose()
    {
        lock (_gate)
        {
            // A callback that ran at the loop's end, before this entry, may have changed or disposed the timer.
            if (!_firesAtClose)
                return;
            _firesAtClose = false;
            _running++;
        }

        RunCallback();
    }

    private void RunCallback()
    {
        if (CompletesExternalTask)
            loop.Driven!.Resume(ExternalContext, new NamedWorkItem(Call, Name));
        else
            Call();
    }

    private void Call()
    {
        if (state is Task delay)
            _continuation = AsyncMethodName.ContinuationOf(delay);
        try
        {
            callback(state);
        }
        finally
        {
            lock (_gate)
            {
                if (--_running == 0)
                    _idle?.TrySetResult();
            }
        }
    }
}
