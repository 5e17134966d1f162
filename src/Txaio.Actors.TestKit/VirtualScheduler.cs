using System.Collections.Concurrent;
using System.Diagnostics;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.TestKit.Configuration;
using Txaio.Actors.TestKit.Driving;
using Txaio.Actors.TestKit.Ending;
using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit;

/// <summary>
/// An Akka scheduler whose time moves only when a test moves it, through <see cref="VirtualTime"/>. The
/// monotonic clocks start at zero, the time of day at <c>txaio.testkit.start</c>. Any thread schedules; calls run in
/// due order and then in the order they were scheduled, on the thread that advances, and nowhere else. Repeats are due
/// at multiples of their interval after the first run, whenever they ran. A repeating call that throws is not repeated,
/// as in Akka. It is no <c>IDateTimeOffsetNowTimeProvider</c>: that would make <see cref="Cancelable"/> count real
/// time. Set it with <c>akka.scheduler.implementation</c>, or take <see cref="VirtualTime.Config"/>.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
public sealed class VirtualScheduler : SchedulerBase, IDrivenScheduler, IDisposable
{
    private readonly ConcurrentBag<DrivenDispatcher> _dispatchers = [];
    private long _messages;
    private VirtualTime? _time;
    private ActorSystem? _system;

    /// <summary>Called by Akka when an actor system starts.</summary>
    /// <param name="scheduler">The configuration <c>akka.scheduler</c>.</param>
    /// <param name="log">The system's log.</param>
    public VirtualScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        Runs = new RunList(exception => Log.Error(exception, "A run on a virtual dispatcher failed"));
        PendingAtEnd = new PendingAtEnd(Log);
    }

    private string Display => $"virtual scheduler ({Calls.Elapsed} since {Start:O}, {EntryCount} scheduled)";

    /// <summary>
    /// The clock that Akka's own deadlines are measured on. While the time is driven it is ahead of
    /// <see cref="HighResMonotonicClock"/> by a tick of 100 ns for each due time that was gone to: a deadline whose
    /// timer has come is behind it then, as it always is on a real clock, and not exactly at it.
    /// </summary>
    public override TimeSpan MonotonicClock => Runs.IsDriven ? Calls.ElapsedAndSteps : Calls.Elapsed;

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => Calls.Elapsed;

    /// <summary>
    /// How many entries the scheduler holds, without cancelled ones and Akka's own housekeeping. A loop or batched
    /// timer has one for many calls; <see cref="VirtualTime.PendingCalls"/> counts those.
    /// </summary>
    public int EntryCount => Calls.EntryCount();

    internal VirtualCalls Calls { get; } = new();

    internal RunList Runs { get; }

    /// <summary>The time of day when <see cref="VirtualCalls.Elapsed"/> was zero.</summary>
    internal DateTimeOffset Start => Calls.Start;

    internal PendingAtEnd PendingAtEnd { get; }

    /// <inheritdoc />
    protected override DateTimeOffset TimeNow => Calls.Start + Calls.Elapsed;

    /// <summary>
    /// Refuses further calls (<see cref="SchedulerException"/>) and runs what is left at once, whenever it was due:
    /// so does Akka's scheduler, and its dispatchers count on it to end their threads.
    /// </summary>
    public void Dispose()
    {
        BeginTermination();
        foreach (var call in Calls.Close())
        {
            if (!call.IsCancelled)
                RunLast(call);
        }
    }

    /// <summary>Records the pending calls; from now on the pool runs actors while no thread drives.</summary>
    internal void BeginTermination()
    {
        RecordPendingAtEnd();
        Runs.HandOver();
    }

    internal void RecordPendingAtEnd()
    {
        if (!PendingAtEnd.IsRecorded)
            PendingAtEnd.Record(Pending(), TimeNow);
    }

    /// <summary>Everything that is scheduled, in due order: here, on the loops and in the batched timers.</summary>
    internal IReadOnlyList<PendingCall> Pending() =>
    [
        .. Calls.Pending()
            .Concat(OfTxaio().Select(call =>
                new PendingCall(Calls.At(call.Due), Interval: null, $"{call.Description}, {call.Source}")
                {
                    Start = Start,
                }))
            .OrderBy(static call => call.Due),
    ];

    internal void Add(DrivenDispatcher dispatcher) => _dispatchers.Add(dispatcher);

    internal void CountMessage() => Interlocked.Increment(ref _messages);

    /// <summary>How many messages and callbacks there have been, and how much is left to run.</summary>
    internal (long Done, long Left) Work()
    {
        var loops = Loops().Select(static loop => loop.GetStatistics()).ToList();
        return (
            Interlocked.Read(ref _messages) + loops.Sum(static loop => loop.Executed),
            Runs.Count + Calls.EntryCount() + _dispatchers.Sum(static dispatcher => dispatcher.Waiting)
                + loops.Sum(static loop => loop.Pending));
    }

    /// <summary>What waits on loops and in batched timers: here, one entry stands for many of them.</summary>
    internal IReadOnlyList<ScheduledCall> OfTxaio() => Extension()?.GetScheduledCalls() ?? [];

    private IReadOnlyList<EventLoop> Loops() => Extension()?.Loops ?? [];

    private TxaioExtension? Extension()
    {
        if (Volatile.Read(ref _system) is not { } system || !system.HasExtension<TxaioExtension>())
            return null;
        try
        {
            return TxaioExtension.Get(system);
        }
        catch (Exception e) when (e is ConfigurationException or LoopTerminatedException or TimeoutException)
        {
            // The extension did not start, and its caller has had the exception: nothing is scheduled in it.
            return null;
        }
    }

    bool IDrivenScheduler.IsDrivenIn(SynchronizationContext context) => Runs.IsDrivenIn(context);

    void IDrivenScheduler.Resume(SynchronizationContext? context, IThreadPoolWorkItem rest) => Runs.Add(context, rest);

    /// <summary>Sets the time of day at the start, once.</summary>
    internal void StartAt(Config config)
    {
        try
        {
            Calls.StartAt(TestKitSettings.Read(config).Start);
        }
        catch (ConfigurationException)
        {
            // VirtualTime reports the mistake when it is made. Thrown here, it would come out of Akka's start.
            Calls.StartAt(null);
        }
    }

    internal VirtualTime TimeOf(ActorSystem system)
    {
        if (Volatile.Read(ref _time) is null)
            Interlocked.CompareExchange(ref _time, new VirtualTime(system, this), null);
        return _time!;
    }

    /// <summary>
    /// Has coordinated shutdown say when it begins: its phases may ask virtual actors for something. What leaves it
    /// out, as Abort does, is noticed by the guardian's dispatcher.
    /// </summary>
    internal void WatchShutdown(ExtendedActorSystem system)
    {
        // Before the guardians exist, the system is not ready to be asked for its shutdown.
        if (system.Provider is not { SystemGuardian: not null }
            || Interlocked.CompareExchange(ref _system, system, null) is not null)
        {
            return;
        }

        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "virtual-time", () =>
        {
            BeginTermination();
            return Task.FromResult(Done.Instance);
        });
        if (shutdown.ShutdownReason is not null)
            BeginTermination();
    }

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, VirtualCall.Of(receiver, message, sender, null, cancelable));

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Add(initialDelay, VirtualCall.Of(receiver, message, sender, interval, cancelable));

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, VirtualCall.Of(action, null, cancelable));

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, VirtualCall.Of(action, null, cancelable));

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, VirtualCall.Of(action, interval, cancelable));

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, VirtualCall.Of(action, interval, cancelable));

    private void Add(TimeSpan delay, VirtualCall call)
    {
        // Akka's base class checks neither for the forms that take an IRunnable.
        ValidateDelay(delay, nameof(delay));
        if (call.Interval is { } interval)
            ValidateInterval(interval, nameof(interval));
        if (Calls.Add(call, delay))
            Runs.Pulse();
    }

    private void RunLast(VirtualCall call)
    {
        try
        {
            CleanThread.Run(call.Run);
        }
        catch (SchedulerException)
        {
            // The call scheduled another: the scheduler has ended and refuses it.
        }
        catch (Exception exception)
        {
            Log.Error(exception, "A scheduled call failed while the scheduler ended");
        }
    }
}
