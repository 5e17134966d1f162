using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// A scheduler whose entries run when the test says so, on the thread of the test. The test sets its clock.
/// </summary>
internal sealed class TestScheduler() : SchedulerBase(ConfigurationFactory.Empty, NoLogger.Instance), IDisposable
{
    // The calls of a loop have the loop's own clock. They are due within so many ticks.
    private const long Early = TimeSpan.TicksPerMillisecond;

    // Guarded by itself.
    private readonly List<(long Due, Action Action, ICancelable? Cancelable)> _entries = [];
    private long _now;

    /// <summary>The time in ticks.</summary>
    public long Now
    {
        get => Volatile.Read(ref _now);
        set => Volatile.Write(ref _now, value);
    }

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(Now);

    public override TimeSpan HighResMonotonicClock => TimeSpan.FromTicks(Now);

    protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch;

    /// <summary>Runs the entries that are due, also those that are added meanwhile.</summary>
    public void RunDue()
    {
        while (TakeDue() is { } entry)
        {
            if (entry.Cancelable is not { IsCancellationRequested: true })
                entry.Action();
        }
    }

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, action.Run, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        throw new NotSupportedException();

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        throw new NotSupportedException();

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        throw new NotSupportedException();

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Add(TimeSpan delay, Action action, ICancelable? cancelable)
    {
        lock (_entries)
            _entries.Add((Now + delay.Ticks, action, cancelable));
    }

    private (Action Action, ICancelable? Cancelable)? TakeDue()
    {
        lock (_entries)
        {
            var index = _entries.FindIndex(entry => entry.Due <= Now + Early);
            if (index < 0)
                return null;
            var (_, action, cancelable) = _entries[index];
            _entries.RemoveAt(index);
            return (action, cancelable);
        }
    }
}
