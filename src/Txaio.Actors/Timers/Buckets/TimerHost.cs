using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>The state that the batched timers of one actor system share.</summary>
internal sealed class TimerHost(
    ExtendedActorSystem system,
    IScheduler scheduler,
    string dispatcher,
    FailureReporter failures,
    Deliveries deliveries)
{
    // The timers that have not been disposed of. Weak: a timer that no code references may be collected.
    private readonly ConditionalWeakTable<BatchedTimer, object?> _timers = [];

    // The timers whose actors were stopped and that code still references. They refuse calls.
    private readonly ConditionalWeakTable<BatchedTimer, object?> _stopped = [];
    private int _unnamed;
    private int _successors;
    private IActorRef? _supervisor;
    private IActorRef? _parent;
    private volatile bool _closed;

    /// <summary>Called when a timer has ended. Any thread.</summary>
    public Action<BatchedTimer> Ended { get; init; } = static _ => { };

    public IScheduler Scheduler { get; } = scheduler;

    /// <summary>The clock of all timers. Only tests set it.</summary>
    public TimerClock Clock { get; init; } = new(system.Scheduler);

    /// <summary>Tells messages to targets that may block the telling thread.</summary>
    public Deliveries Deliveries => deliveries;

    /// <summary>The scheduler's tick: buckets that are due in the same tick fire together.</summary>
    public TimeSpan Tick { get; } =
        system.Settings.Config.GetTimeSpan("akka.scheduler.tick-duration", TimeSpan.FromMilliseconds(10));

    /// <summary>Whether the actor system ends: calls are refused, and pending calls do not fire.</summary>
    public bool IsClosed => _closed;

    public long Now => Clock.Now;

    /// <summary>The timers that have not been disposed of and that code references.</summary>
    public IEnumerable<BatchedTimer> Timers => _timers.Select(static entry => entry.Key);

    public void SetParents(IActorRef supervisor, IActorRef parent) => (_supervisor, _parent) = (supervisor, parent);

    /// <summary>
    /// Runs <paramref name="work"/> on the dispatcher when <see cref="Now"/> has reached <paramref name="due"/>, never
    /// earlier.
    /// </summary>
    /// <returns>False when the scheduler has shut down with the actor system; then the work never runs.</returns>
    public bool TryRunAt(long due, Action work)
    {
        try
        {
            Scheduler.Advanced.ScheduleOnce(
                TimeSpan.FromTicks(Math.Max(0, due - Now)),
                () => system.Dispatchers.Lookup(dispatcher).Schedule(() =>
                {
                    if (due <= Now || _closed || !TryRunAt(due, work))
                        work();
                }));
            return true;
        }
        catch (SchedulerException)
        {
            return false;
        }
    }

    /// <summary>
    /// Closes all timers because the actor system ends: later calls are refused, pending calls are dropped.
    /// </summary>
    public void Close()
    {
        _closed = true;
        foreach (var timer in Timers.ToList())
            timer.TryClose();
    }

    /// <summary>Lets all timers fire again after their loops have refused work for a while.</summary>
    public void Resume()
    {
        foreach (var timer in Timers.ToList())
            timer.Resume();
    }

    /// <summary>Closes the timers of a loop that ends, as the end of the actor system does.</summary>
    public void CloseTimersOf(EventLoop loop)
    {
        foreach (var timer in Timers.Where(timer => ReferenceEquals(timer.Loop, loop)).ToList())
            timer.Dispose();
    }

    /// <summary>
    /// A name for a timer without a configured name. This name has a dot; configured names have none.
    /// </summary>
    public string NextName() => $"batched.{Interlocked.Increment(ref _unnamed)}";

    /// <summary>Returns a configured name as it is; returns null for a name made by <see cref="NextName"/>.</summary>
    public static string? ConfiguredName(string name) => name.Contains('.', StringComparison.Ordinal) ? null : name;

    public void Register(BatchedTimer timer) => _timers.Add(timer, null);

    public void Unregister(BatchedTimer timer)
    {
        _timers.Remove(timer);
        Ended(timer);
    }

    /// <summary>Notes that the actor of <paramref name="timer"/> was stopped while the system runs.</summary>
    public void AddStopped(BatchedTimer timer) => _stopped.AddOrUpdate(timer, null);

    /// <summary>
    /// Removes <paramref name="timer"/> from the stopped timers: the timer's owner has disposed of it.
    /// </summary>
    public void RemoveStopped(BatchedTimer timer) => _stopped.Remove(timer);

    /// <summary>The parts that were stopped while the system runs: one sentence for each part.</summary>
    public IEnumerable<string> StoppedParts()
    {
        if (_closed)
            yield break;
        if (_parent is { } parent && HasStopped(parent))
            yield return $"{parent.Path.ToStringWithoutAddress()} has stopped";
        foreach (var (timer, _) in _stopped)
            yield return $"{timer} was stopped";
    }

    /// <summary>Adds the calls of all timers that have not begun to fire to <paramref name="calls"/>.</summary>
    public void List(List<ScheduledCall> calls)
    {
        foreach (var timer in Timers)
            timer.List(calls);
    }

    /// <summary>Starts the actor of <paramref name="timer"/> under <c>/system/txaio/timers</c>. Any thread.</summary>
    /// <exception cref="InvalidOperationException">The actor system ends.</exception>
    public IActorRef StartActor(BatchedTimer timer)
    {
        try
        {
            return StartActor(timer, timer.Name);
        }
        catch (InvalidActorNameException)
        {
            // A timer with this name was disposed just now: its actor keeps the name until it has stopped.
            return StartActor(timer, $"{timer.Name}~{Interlocked.Increment(ref _successors)}");
        }
    }

    /// <summary>Reports an exception in <paramref name="timer"/>. Any thread.</summary>
    public void Report(BatchedTimer timer, Exception cause) =>
        failures.Report(timer.Loop?.Name, $"batched timer '{timer.Name}'", cause);

    private static bool HasStopped(IActorRef actor) => actor is ActorRefWithCell { Underlying.IsTerminated: true };

    private IActorRef StartActor(BatchedTimer timer, string name)
    {
        var props = ActorProducer<BatchedTimerActor>.Props(() => new BatchedTimerActor(timer, dispatcher))
            .WithDispatcher(dispatcher);
        try
        {
            return GuardedRef.Attach(_parent!, props, name);
        }
        catch (InvalidOperationException) when (!_closed)
        {
            // A message stopped the parent while the system runs, and the parent's timers were closed. The supervisor
            // becomes the parent of new timers' actors. A supervisor that was stopped, too, refuses the actor; then all
            // loops have closed.
            return GuardedRef.Attach(_supervisor!, props, $"timers~{name}");
        }
    }
}
