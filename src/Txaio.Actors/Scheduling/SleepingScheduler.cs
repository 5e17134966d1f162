using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Scheduling.Sleeping;

namespace Txaio.Actors;

/// <summary>
/// A scheduler for Akka.NET whose one thread sleeps until the next call is due. Set it with
/// <c>akka.scheduler.implementation = "Txaio.Actors.SleepingScheduler, Txaio.Actors"</c>. Not from txaio.
/// </summary>
/// <remarks>
/// <para>Calls never run before their due time. Messages to ordinary actors are told, on an idle machine, about a
/// millisecond after it. Calls run in due order, and calls with equal due times in the order of scheduling. The thread
/// wakes at most once a millisecond; all calls that are due by then run.</para>
/// <para>A repeated call is due at fixed times: the first due time plus multiples of the interval. Repetitions that
/// were missed are left out: after a stall there is no burst. A call that throws is logged at error and not repeated. A
/// repeated call never runs twice at once.</para>
/// <para>Messages to actors whose <c>Tell</c> returns at once are told by the scheduler's thread, behind a call on the
/// thread pool after at most 20 ms. Actions and runnables run on the thread pool, one after the other, and so do
/// messages to targets that may block, such as an actor with a bounded mailbox. A call that has not returned after 20 ms
/// runs on, and the calls behind it are run by another thread, except messages for the same target.</para>
/// <para>A cancel takes constant time. The <c>...Cancelable</c> methods of this class return an object that gives the
/// memory of a cancelled call back at once. A call that is cancelled by Akka's <see cref="Cancelable"/> is removed when
/// as many calls have been scheduled as are pending, or after the next full garbage collection.</para>
/// <para>At the end of the actor system (<see cref="Dispose"/>) all pending calls run at once, before their due times:
/// Akka's scheduler does the same, and its dispatchers rely on it. Later calls are refused with a
/// <see cref="SchedulerException"/>.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed partial class SleepingScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const string ShutdownTimeoutPath = "akka.scheduler.shutdown-timeout";

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The clock of the scheduler.")]
    private static readonly long Start = Stopwatch.GetTimestamp();

    private readonly TimeSpan _shutdownTimeout;
    private readonly SleepingThread _thread;
    private readonly ITimeProvider? _clock;

    /// <summary>Called by Akka when an actor system starts. The thread starts with the first call.</summary>
    /// <param name="scheduler">The configuration of the actor system.</param>
    /// <param name="log">The system's log.</param>
    /// <exception cref="InvalidOperationException">The configuration is empty.</exception>
    public SleepingScheduler(Config scheduler, ILoggingAdapter log)
        : this(scheduler, log, clock: null)
    {
    }

    /// <summary>A scheduler that measures time on the clock of another scheduler.</summary>
    internal SleepingScheduler(Config scheduler, ILoggingAdapter log, ITimeProvider? clock)
        : base(NotNull(scheduler), log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _clock = clock;
        _shutdownTimeout = scheduler.GetTimeSpan(ShutdownTimeoutPath, TimeSpan.FromSeconds(5), allowInfinite: false);
        _thread = new SleepingThread(this, log);
        AfterCollection.Sweep(_thread);
    }

    /// <summary>The time since the first scheduler of this class was made in the process. Does not jump.</summary>
    public override TimeSpan MonotonicClock => HighResMonotonicClock;

    /// <inheritdoc cref="MonotonicClock" />
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The clock of the scheduler.")]
    public override TimeSpan HighResMonotonicClock => _clock?.HighResMonotonicClock ?? Stopwatch.GetElapsedTime(Start);

    /// <inheritdoc />
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The clock of the scheduler.")]
    protected override DateTimeOffset TimeNow => DateTimeOffset.UtcNow;

    /// <summary>The entries that are kept, also cancelled ones that have not been found yet.</summary>
    internal int EntryCount => _thread.Count;

    /// <summary>Whether the thread has been started.</summary>
    internal bool HasThread => _thread.HasThread;

    private string Display => $"sleeping scheduler ({EntryCount} entries)";

    /// <summary>
    /// Ends the scheduler's thread, refuses further calls (<see cref="SchedulerException"/>), and runs the pending
    /// calls at once. Waits at most <c>akka.scheduler.shutdown-timeout</c> (5 s) for a call that runs. A second call
    /// does nothing.
    /// </summary>
    public void Dispose() => _thread.Close(_shutdownTimeout);

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(Tell(TimeSpan.Zero, receiver, message, sender), delay, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) =>
        Add(Tell(interval, receiver, message, sender), initialDelay, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(Call(TimeSpan.Zero, action), delay, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(Call(TimeSpan.Zero, action), delay, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(Call(interval, action), initialDelay, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(Call(interval, action), initialDelay, cancelable);

    // Before the base class reads it.
    private static Config NotNull(Config scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        return scheduler;
    }

    private TellEntry Tell(TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(message);
        if (interval > TimeSpan.Zero)
            return new RepeatedTellEntry(_thread, receiver, message, sender, interval.Ticks);
        return sender is null
            ? new TellEntry(_thread, receiver, message)
            : new SentEntry(_thread, receiver, message, sender);
    }

    private CallEntry Call(TimeSpan interval, object action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new CallEntry(_thread, action, interval.Ticks);
    }

    private void Add(ScheduledEntry entry, TimeSpan delay, ICancelable? cancelable)
    {
        entry.CancelWith(cancelable);
        _thread.Add(entry, delay);
    }
}
