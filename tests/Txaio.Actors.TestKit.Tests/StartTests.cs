using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The time at the start of a system, and jumps of the time.</summary>
public sealed class StartTests
{
    private const string Off = "akka.loglevel = OFF\ntxaio.testkit.pending-at-end = off\n";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Party = new(1999, 12, 31, 23, 0, 0, TimeSpan.FromHours(-2));

    [Fact]
    public void Start_is_the_real_time_in_whole_seconds_by_default()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        using var time = VirtualTime.Create(Off);

        Assert.InRange(time.Start, before, DateTimeOffset.UtcNow);
        Assert.Equal(0, time.Start.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal(time.Start, time.Now);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public void Start_that_is_given_holds_for_every_clock()
    {
        using var time = VirtualTime.Create(Party, Off);
        time.Advance(Hour);

        Assert.Equal(Party, time.Start);
        Assert.Equal(Party + Hour, time.Now);
        Assert.Equal(Party + Hour, time.System.Scheduler.Now);
        Assert.Equal(Party + Hour, time.Txaio.Loop.TimeProvider.GetUtcNow());
        Assert.Equal(Hour, time.System.Scheduler.MonotonicClock);
        Assert.Equal((Party + Hour - DateTimeOffset.UnixEpoch).Ticks * 100, time.Txaio.TimeNs());
    }

    [Fact]
    public void Start_in_the_settings_holds_beside_other_test_kits()
    {
        using var system = ActorSystem.Create("own", ConfigurationFactory
            .ParseString($"{Off}txaio.testkit.start = \"2026-01-01T02:00:00+02:00\"").WithFallback(VirtualTime.Config));
        using var time = VirtualTime.Of(system);

        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), time.Now);
        time.AdvanceTo(Hour);
        Assert.Equal(Hour, time.Elapsed);
    }

    [Fact]
    public void NextDue_is_a_time_of_day_and_Pending_counts_from_the_start()
    {
        using var time = VirtualTime.Create(Party, Off);
        time.Txaio.CallLater(Hour, static () => { });

        Assert.Equal(Party + Hour, time.NextDue);
        Assert.StartsWith("3600s: ", Assert.Single(time.Pending()).ToString());
    }

    [Fact]
    public void Jump_runs_a_repeating_call_once_for_all_it_missed()
    {
        using var time = VirtualTime.Create(Party, Off);
        var ran = new List<TimeSpan>();
        time.System.Scheduler.Advanced.ScheduleRepeatedly(Hour, Hour, () => ran.Add(time.Elapsed));

        time.Jump(Hour * 1000.5);
        time.Advance(Hour);

        Assert.Equal([Hour * 1000.5, Hour * 1001], ran);
    }

    [Fact]
    public void Jump_runs_single_calls_late_and_in_due_order()
    {
        using var time = VirtualTime.Create(Party, Off);
        var ran = new List<string>();
        time.Txaio.CallLater(Hour * 2, () => ran.Add($"second {time.Elapsed.TotalHours}"));
        time.Txaio.CallLater(Hour, () => ran.Add($"first {time.Elapsed.TotalHours}"));
        time.Txaio.CallLater(Hour * 4, ran.Add, "not yet");

        time.JumpTo(Party + (Hour * 3));

        Assert.Equal(["first 3", "second 3"], ran);
        Assert.Equal(1, time.PendingCalls);
    }

    [Fact]
    public void Jump_lets_periodic_timers_of_actors_and_loops_run_once()
    {
        using var time = VirtualTime.Create(Party, Off);
        var (ofActor, ofLoop) = (0, 0);
        Action prune = () => ofActor++;
        time.System.ActorOf(Props.Create(() => new Pruner(prune)));
        using var timer = time.Txaio.Loop.TimeProvider.CreateTimer(_ => ofLoop++, null, Hour, Hour);
        time.RunUntilIdle();

        time.Jump(TimeSpan.FromDays(20_000));

        Assert.Equal((1, 1), (ofActor, ofLoop));
    }

    [Fact]
    public void Jump_back_throws()
    {
        using var time = VirtualTime.Create(Party, Off);

        Assert.Throws<ArgumentOutOfRangeException>(() => time.Jump(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => time.JumpTo(Party.AddTicks(-1)));
    }

    private sealed class Pruner : ReceiveActor, IWithTimers
    {
        public Pruner(Action prune) => Receive<string>(_ => prune());

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("prune", "prune", TimeSpan.FromHours(12));
    }
}
