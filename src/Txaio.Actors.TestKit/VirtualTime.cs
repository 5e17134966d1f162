using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.TestKit;

/// <summary>
/// Drives the time of an actor system with a <see cref="VirtualScheduler"/>. What is due runs on the calling thread,
/// and so do the actors on <see cref="VirtualDispatcher"/>s, between one due time and the next. Actors on
/// <see cref="AwaitedDispatcher"/>s run on the pool and are waited for; no others are, and neither are tasks, except
/// with WaitFor. One thread at a time drives.
/// </summary>
public sealed partial class VirtualTime
{
    private readonly ActorSystem _system;
    private readonly VirtualScheduler _scheduler;

    internal VirtualTime(ActorSystem system, VirtualScheduler scheduler)
    {
        _system = system;
        _scheduler = scheduler;
    }

    /// <summary>
    /// What a system needs for virtual time: the scheduler; a dispatcher <c>virtual-dispatcher</c>, and loops and
    /// timers of Txaio.Actors on it; Akka's default and internal dispatchers and its loggers awaited. The default
    /// dispatcher may be virtual too, but a system waits for its loggers and guardians while it starts.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka {
          scheduler.implementation = "{{NameOf<VirtualScheduler>()}}"
          actor.default-dispatcher.type = "{{NameOf<AwaitedDispatcherConfigurator>()}}"
          actor.internal-dispatcher.type = "{{NameOf<AwaitedDispatcherConfigurator>()}}"
          loggers-dispatcher = akka.actor.internal-dispatcher
        }
        virtual-dispatcher.type = "{{NameOf<VirtualDispatcherConfigurator>()}}"
        txaio.loops.default.dispatcher.type = "{{NameOf<VirtualDispatcherConfigurator>()}}"
        txaio.timer-dispatcher = virtual-dispatcher
        """);

    /// <summary>The virtual time of day. It starts at the Unix epoch.</summary>
    public DateTimeOffset Now => DateTimeOffset.UnixEpoch + Elapsed;

    /// <summary>The virtual time since the start: what both monotonic clocks of the scheduler show.</summary>
    public TimeSpan Elapsed => _scheduler.Calls.Elapsed;

    /// <summary>How many calls are scheduled, without cancelled ones and Akka's own housekeeping.</summary>
    public int PendingCount => _scheduler.Calls.Count();

    /// <summary>When the next scheduled call is due; null if there is none.</summary>
    public DateTimeOffset? NextDue => _scheduler.Calls.NextDue();

    /// <summary>How many mailbox runs wait for the time to be driven.</summary>
    public int RunQueueCount => _scheduler.Runs.Count;

    /// <summary>What was pending when the system began to end; empty before.</summary>
    public IReadOnlyList<PendingCall> Leftovers => _scheduler.Leftovers;

    /// <summary>The virtual time of a system.</summary>
    /// <exception cref="InvalidOperationException">The system's scheduler is not the virtual one.</exception>
    public static VirtualTime Of(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (system.Scheduler is not VirtualScheduler scheduler)
        {
            throw new InvalidOperationException(
                $"The actor system {system.Name} has no virtual time: akka.scheduler.implementation is "
                + $"{system.Scheduler.GetType().FullName}. Take all of VirtualTime.Config.");
        }
        if (system.Dispatchers.Lookup("akka.actor.internal-dispatcher") is not DrivenDispatcher)
        {
            throw new InvalidOperationException(
                $"The guardians of the actor system {system.Name} start and stop actors behind the back of virtual "
                + "time: set akka.actor.internal-dispatcher, as VirtualTime.Config does.");
        }
        scheduler.WatchShutdown((ExtendedActorSystem)system);
        return scheduler.TimeOf(system);
    }

    /// <summary>The scheduled calls in the order they will run.</summary>
    public IReadOnlyList<PendingCall> Pending() => _scheduler.Calls.Pending();

    /// <summary>
    /// Moves the time on. Runs what is runnable first, then goes to each due time in turn: the calls of that time
    /// run, then the actors they woke, until nothing is left to do at that time. Ends exactly at the end of the
    /// window.
    /// </summary>
    /// <param name="by">How far; zero runs what is runnable and due now.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// Called from inside a callback, or while another thread drives; or there is no end to the work of one instant.
    /// </exception>
    /// <exception cref="AggregateException">Scheduled calls threw; everything else in the window has run.</exception>
    /// <exception cref="TimeoutException">
    /// Actors on awaited dispatchers are busy for longer than 10 s of real time; it names them.
    /// </exception>
    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time does not go back.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time; see <see cref="Advance"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has passed already.</exception>
    public void AdvanceTo(DateTimeOffset time)
    {
        var by = time - Now;
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Time does not go back: it is {Now:O} already.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time since the start; see <see cref="Advance"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has passed already.</exception>
    public void AdvanceTo(TimeSpan elapsed) => AdvanceTo(DateTimeOffset.UnixEpoch + elapsed);

    /// <summary>
    /// Lets time pass in which nothing happens: what a callback or actor of a test calls that is to have taken that
    /// long. What falls due meanwhile runs afterwards, late. Any thread.
    /// </summary>
    /// <param name="time">How much.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void Spend(TimeSpan time)
    {
        if (time < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, "Time does not go back.");
        _scheduler.Calls.Spend(time);
    }

    /// <summary>Runs what is runnable and due now, and all that follows from it, without moving the time.</summary>
    public void RunUntilIdle() => Drive(TimeSpan.Zero);

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
