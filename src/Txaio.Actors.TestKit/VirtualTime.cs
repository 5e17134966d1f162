using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.TestKit.Configuration;

namespace Txaio.Actors.TestKit;

/// <summary>
/// Virtual time of an actor system: it stands still until a test moves it. Starts at <c>txaio.testkit.start</c>, by
/// default the real time in whole seconds.
/// </summary>
/// <remarks>
/// <para>To drive the time is to call <see cref="Advance"/>, <see cref="AdvanceTo(DateTimeOffset)"/>,
/// <see cref="RunUntilIdle"/> or <c>WaitFor</c>. The driving thread runs due calls. Between two due times it runs
/// loops, batched timers and actors on the dispatcher <c>virtual-dispatcher</c>, one after the other. Actors on Akka's
/// default dispatcher run on the thread pool, and the driving thread waits for them. It does not wait for actors on
/// other dispatchers. It waits for a task only in <c>WaitFor</c>.</para>
/// <para>One thread at a time drives the time; all other members may be used from any thread.</para>
/// <para>Use <see cref="Create(string, string)"/> to start a system, and <see cref="Of">Of(system)</see> for a system
/// that was started with <see cref="Config"/>, for example by Akka.TestKit.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed partial class VirtualTime : IDisposable
{
    /// <summary>The id of the dispatcher whose actors run on the thread that drives the time.</summary>
    public const string DispatcherId = "virtual-dispatcher";

    private readonly ActorSystem _system;
    private readonly VirtualScheduler _scheduler;
    private readonly TestKitSettings _settings;

    internal VirtualTime(ActorSystem system, VirtualScheduler scheduler)
    {
        _system = system;
        _scheduler = scheduler;
        _settings = TestKitSettings.Read(system.Settings.Config);
        scheduler.PendingAtEnd.Mode = _settings.PendingAtEnd;
    }

    /// <summary>The actor system that has this virtual time.</summary>
    public ActorSystem System => _system;

    /// <summary>
    /// The same as <c>System.Txaio()</c>: txaio on the system's default loop, which runs on this time.
    /// </summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">A setting under <c>txaio</c> is invalid.</exception>
    /// <exception cref="LoopTerminatedException">
    /// The system is ending, and txaio was not started in it before.
    /// </exception>
    public ITxaio Txaio => _system.Txaio();

    /// <summary>The virtual time of day at the start, UTC: <c>txaio.testkit.start</c>.</summary>
    public DateTimeOffset Start => _scheduler.Start;

    /// <summary>The virtual time of day, UTC: <see cref="Start"/> and <see cref="Elapsed"/>.</summary>
    public DateTimeOffset Now => Start + Elapsed;

    /// <summary>The virtual time since the start. The scheduler's monotonic clocks start at zero as well.</summary>
    public TimeSpan Elapsed => _scheduler.Calls.Elapsed;

    private string Display => $"virtual time of '{_system.Name}' ({Elapsed} since {Start:O}, {PendingCalls} pending)";

    /// <summary>The number of mailbox runs that wait for a thread to drive the time; 0 after each drive.</summary>
    public int RunQueueCount => _scheduler.Runs.Count;

    /// <summary>
    /// Moves the time on (<c>Clock.advance</c> of Twisted). First runs actors and callbacks that are ready, then moves
    /// to each due time in turn. At each due time it runs the due calls, then the actors and callbacks that became
    /// ready, until none is left. Ends exactly <paramref name="by"/> later, or later still if a callback that began
    /// before the end used <see cref="Spend"/>.
    /// </summary>
    /// <param name="by">The time to move by; zero runs only the work that is ready or due now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// Called from inside a callback or actor, or while another thread drives. Or the work of one instant does not end:
    /// for seconds of real time as much work was left as before. The message names the last piece of work.
    /// </exception>
    /// <exception cref="AggregateException">
    /// Calls of Akka's scheduler threw; all other work up to the end has run. Exceptions of callbacks of loops and
    /// timers are reported as <see cref="UnhandledFailure"/> instead.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// Actors on awaited dispatchers are busy for longer than <c>txaio.testkit.timeout</c> of real time. The message
    /// names the actors.
    /// </exception>
    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time does not go back.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time; see <see cref="Advance"/>.</summary>
    /// <param name="time">The new time; not before <see cref="Now"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> has passed.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void AdvanceTo(DateTimeOffset time)
    {
        var by = time - Now;
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Time does not go back: it is {Now:O} already.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time since the start; see <see cref="Advance"/>.</summary>
    /// <param name="elapsed">The new value of <see cref="Elapsed"/>; not less than now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elapsed"/> has passed.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void AdvanceTo(TimeSpan elapsed)
    {
        var now = Elapsed;
        if (elapsed < now)
        {
            throw new ArgumentOutOfRangeException(
                nameof(elapsed), elapsed, $"Time does not go back: it is {now} already.");
        }

        Drive(elapsed - now);
    }

    /// <summary>
    /// Moves the time on as if the machine had slept meanwhile. A repeating call that fell due several times runs
    /// once, and then at the next multiple of its interval; <see cref="Advance"/> runs it each time. Calls that fell
    /// due once run late, in due order, all at the new time.
    /// </summary>
    /// <param name="by">The time to move by; zero runs only the work that is ready or due now.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void Jump(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time does not go back.");
        JumpBy(by);
    }

    /// <summary>Moves the time on to a point in time; see <see cref="Jump"/>.</summary>
    /// <param name="time">The new time; not before <see cref="Now"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> has passed.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void JumpTo(DateTimeOffset time)
    {
        var by = time - Now;
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Time does not go back: it is {Now:O} already.");
        JumpBy(by);
    }

    /// <summary>
    /// Runs the work that is ready or due now, and the work that follows from it, without moving the time; see
    /// <see cref="Advance"/>. Returns when the list of mailbox runs and the loops' run queues are empty.
    /// </summary>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void RunUntilIdle() => Drive(TimeSpan.Zero);

    /// <summary>
    /// Moves the clock on without running any call. A callback or actor of a test calls this to simulate that it takes
    /// that long. Calls that fall due meanwhile run afterwards, late. Any thread.
    /// </summary>
    /// <param name="time">The time to move by.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public void Spend(TimeSpan time)
    {
        if (time < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, "Time does not go back.");
        _scheduler.Calls.Spend(time);
    }
}
