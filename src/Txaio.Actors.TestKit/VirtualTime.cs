using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.TestKit.Configuration;

namespace Txaio.Actors.TestKit;

/// <summary>
/// Virtual time of an actor system: it stands still until a test moves it. Starts at <c>txaio.testkit.start</c>: the
/// real time in whole seconds, if nothing else was said.
/// </summary>
/// <remarks>
/// <para>What is due runs on the thread that calls <see cref="Advance"/>, <see cref="AdvanceTo(DateTimeOffset)"/>,
/// <see cref="RunUntilIdle"/> or <c>WaitFor</c>, and so do loops, batched timers and actors on the dispatcher
/// <c>virtual-dispatcher</c>, between one due time and the next and without nesting. Actors on Akka's default
/// dispatcher run on the thread pool and are waited for. Other dispatchers are not, and neither are tasks, except
/// with <c>WaitFor</c>.</para>
/// <para>One thread at a time drives the time; everything else may be used from any thread.</para>
/// <para>Use <see cref="Create(string, string)"/> for a system of the test's own, and
/// <see cref="Of">Of(system)</see> for one that was started with <see cref="Config"/>, as by Akka.TestKit.</para>
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

    /// <summary>The actor system whose time this is.</summary>
    public ActorSystem System => _system;

    /// <summary>
    /// The same as <c>System.Txaio()</c>: txaio on the system's default loop, which runs on this time.
    /// </summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">Something under <c>txaio</c> is wrong.</exception>
    /// <exception cref="LoopTerminatedException">The system ends, and txaio had not been started in it.</exception>
    public ITxaio Txaio => _system.Txaio();

    /// <summary>The virtual time of day at the start, UTC: <c>txaio.testkit.start</c>.</summary>
    public DateTimeOffset Start => _scheduler.Start;

    /// <summary>The virtual time of day, UTC: <see cref="Start"/> and <see cref="Elapsed"/>.</summary>
    public DateTimeOffset Now => Start + Elapsed;

    /// <summary>The virtual time since the start: what both monotonic clocks of the scheduler show.</summary>
    public TimeSpan Elapsed => _scheduler.Calls.Elapsed;

    private string Display => $"virtual time of '{_system.Name}' ({Elapsed} since {Start:O}, {PendingCalls} pending)";

    /// <summary>How many mailbox runs wait for the time to be driven; 0 after each drive.</summary>
    public int RunQueueCount => _scheduler.Runs.Count;

    /// <summary>
    /// Moves the time on (<c>Clock.advance</c> of Twisted). Runs what is runnable first, then goes to each due time
    /// in turn: the calls of that time run, then what they woke, until nothing is left to do at that time. Ends
    /// exactly at the end of the window, or behind it by what a callback spent that began before.
    /// </summary>
    /// <param name="by">How far; zero runs what is runnable and due now.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// Called from inside a callback or actor, or while another thread drives; or there is no end to the work of one
    /// instant: after a million runs and calls it names the last.
    /// </exception>
    /// <exception cref="AggregateException">
    /// Calls of Akka's scheduler threw; everything else in the window has run. What callbacks of loops and timers
    /// throw is reported as <see cref="UnhandledFailure"/>, as ever.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// Actors on awaited dispatchers are busy for longer than <c>txaio.testkit.timeout</c> of real time; it names
    /// them.
    /// </exception>
    public void Advance(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time does not go back.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time; see <see cref="Advance"/>.</summary>
    /// <param name="time">Where to; now or later.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has passed already.</exception>
    public void AdvanceTo(DateTimeOffset time)
    {
        var by = time - Now;
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Time does not go back: it is {Now:O} already.");
        Drive(by);
    }

    /// <summary>Moves the time on to a point in time since the start; see <see cref="Advance"/>.</summary>
    /// <param name="elapsed">Where to, as <see cref="Elapsed"/> says it; now or later.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has passed already.</exception>
    public void AdvanceTo(TimeSpan elapsed) => AdvanceTo(Start + elapsed);

    /// <summary>
    /// Moves the time on as if the machine had slept meanwhile. A repeating call that fell due several times runs
    /// once, and then at the next multiple of its interval; <see cref="Advance"/> runs each. Calls that fell due once
    /// run late, in due order, all at the new time.
    /// </summary>
    /// <param name="by">How far; zero runs what is runnable and due now.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="InvalidOperationException">See <see cref="Advance"/>; nothing else has happened then.</exception>
    /// <exception cref="AggregateException">See <see cref="Advance"/>.</exception>
    /// <exception cref="TimeoutException">See <see cref="Advance"/>.</exception>
    public void Jump(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(by), by, "Time does not go back.");
        JumpBy(by);
    }

    /// <summary>Moves the time on to a point in time; see <see cref="Jump"/>.</summary>
    /// <param name="time">Where to; now or later.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has passed already.</exception>
    public void JumpTo(DateTimeOffset time)
    {
        var by = time - Now;
        if (by < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"Time does not go back: it is {Now:O} already.");
        JumpBy(by);
    }

    /// <summary>
    /// Runs what is runnable and due now, and all that follows from it, without moving the time; see
    /// <see cref="Advance"/>. Returns when the list of mailbox runs and the loops' run queues are empty.
    /// </summary>
    public void RunUntilIdle() => Drive(TimeSpan.Zero);

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
}
