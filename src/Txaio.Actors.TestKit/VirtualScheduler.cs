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
/// An Akka scheduler whose time moves only when a test moves it, through <see cref="VirtualTime"/>. Set it with
/// <c>akka.scheduler.implementation</c>, or use <see cref="VirtualTime.Config"/>.
/// </summary>
/// <remarks>
/// <para>The monotonic clocks start at zero, the time of day at <c>txaio.testkit.start</c>. Any thread may schedule.
/// Calls run on the driving thread only, in due order and then in the order they were scheduled. A repeating call is
/// due at multiples of its interval after the first run, even if a run was late. As in Akka, a repeating call that
/// throws is not repeated.</para>
/// <para>The scheduler does not implement <c>IDateTimeOffsetNowTimeProvider</c>, with which <see cref="Cancelable"/>
/// would count real time.</para>
/// </remarks>
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
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(log);
        Runs = new RunList(exception => Log.Error(exception, "A run on a virtual dispatcher failed"));
        PendingAtEnd = new PendingAtEnd(Log);
    }

    private string Display => $"virtual scheduler ({Calls.Elapsed} since {Start:O}, {EntryCount} scheduled)";

    /// <summary>
    /// The clock of Akka's own deadlines. While a thread drives the time, this clock is ahead of
    /// <see cref="HighResMonotonicClock"/> by a tick of 100 ns for each move of the clock. So when the timer of a
    /// deadline fires, the clock shows a time after the deadline, as a real clock would, and not exactly the deadline.
    /// </summary>
    public override TimeSpan MonotonicClock => Runs.IsDriven ? Calls.ElapsedAndSteps : Calls.Elapsed;

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => Calls.Elapsed;

    /// <summary>
    /// The number of entries in the scheduler, without cancelled entries and Akka's own housekeeping. A loop or batched
    /// timer has one entry for many calls; <see cref="VirtualTime.PendingCalls"/> counts the calls.
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
    /// Refuses further calls (<see cref="SchedulerException"/>) and runs all remaining calls at once, before their due
    /// times. Akka's scheduler does the same, and its dispatchers rely on that to end their threads.
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

    /// <summary>Records the pending calls, and lets the pool run actors from now on while no thread drives.</summary>
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

    /// <summary>The pending calls of the scheduler, the loops and the batched timers, in due order.</summary>
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

    /// <summary>The number of messages and callbacks so far, and the amount of work that is left.</summary>
    internal (long Done, long Left) Work()
    {
        var loops = Loops().Select(static loop => loop.GetStatistics()).ToList();
        return (
            Interlocked.Read(ref _messages) + loops.Sum(static loop => loop.Executed),
            Runs.Count + Calls.EntryCount() + _dispatchers.Sum(static dispatcher => dispatcher.Waiting)
                + loops.Sum(static loop => loop.Pending));
    }

    /// <summary>The calls of loops and batched timers. The scheduler itself has one entry for many of them.</summary>
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
            // The extension did not start, so it has no calls. The code that started it got the exception.
            return null;
        }
    }

    bool IDrivenScheduler.IsDrivenIn(SynchronizationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Runs.IsDrivenIn(context);
    }

    void IDrivenScheduler.Resume(SynchronizationContext? context, IThreadPoolWorkItem rest)
    {
        // A null would end the process later, on the thread that resumes it.
        ArgumentNullException.ThrowIfNull(rest);
        Runs.Add(context, rest);
    }

    /// <summary>Sets the time of day at the start; later calls do nothing.</summary>
    internal void StartAt(Config config)
    {
        try
        {
            Calls.StartAt(TestKitSettings.Read(config).Start);
        }
        catch (ConfigurationException)
        {
            // VirtualTime's constructor throws this exception again. Thrown here, it would come out of Akka's start.
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
    /// Calls <see cref="BeginTermination"/> when coordinated shutdown begins, because its phases may Ask actors on
    /// virtual dispatchers. For an end without coordinated shutdown, such as Abort, the guardian's dispatcher calls it.
    /// </summary>
    internal void WatchShutdown(ExtendedActorSystem system)
    {
        // CoordinatedShutdown.Get needs a system whose guardians exist.
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
        // Akka's base class checks delay and interval only in the overloads without an IRunnable.
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
            // The call scheduled another call, which the ended scheduler refuses.
        }
        catch (Exception exception)
        {
            Log.Error(exception, "A scheduled call failed while the scheduler ended");
        }
    }
}
