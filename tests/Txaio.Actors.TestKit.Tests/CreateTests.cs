using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>A system in virtual time without a test framework.</summary>
public sealed class CreateTests
{
    private const string Quiet = "akka.loglevel = WARNING\ntxaio.testkit.start = \"1970-01-01T00:00:00Z\"\n";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Create_starts_at_the_epoch_with_both_clocks_and_the_loop_on_virtual_time()
    {
        using var time = VirtualTime.Create(Quiet);
        var ran = new List<TimeSpan>();

        time.Txaio.CallLater(Second * 5, () => ran.Add(time.Txaio.Loop.Time));
        Assert.Equal(DateTimeOffset.UnixEpoch, time.Now);
        Assert.Equal(0, time.Txaio.TimeNs());
        time.Advance(Second * 10);

        Assert.Equal([Second * 5], ran);
        Assert.Equal(10_000_000_000, time.Txaio.TimeNs());
        Assert.Equal(10_000_000_000, time.Txaio.PerfCounterNs());
        Assert.Equal(DateTimeOffset.UnixEpoch + (Second * 10), time.System.Scheduler.Now);
    }

    [Fact]
    public void Create_puts_every_loop_of_an_application_on_virtual_time()
    {
        using var time = VirtualTime.Create(ConfigurationFactory.ParseString(
            Quiet
            + """
            txaio.default-loop = io
            txaio.timer-dispatcher = akka.actor.default-dispatcher
            txaio.loops {
              io { dispatcher { type = PinnedDispatcher } }
              cpu { dispatcher = akka.actor.default-dispatcher, capacity = 3 }
            }
            """));
        var threads = new List<(string?, int)>();

        time.Txaio.Loop.CallSoon(() => threads.Add((EventLoop.Current?.Name, Environment.CurrentManagedThreadId)));
        time.Txaio.WithConfig("cpu").CallLater(
            Second, () => threads.Add((EventLoop.Current?.Name, Environment.CurrentManagedThreadId)));
        time.Advance(Second);

        Assert.Equal(
            [("io", Environment.CurrentManagedThreadId), ("cpu", Environment.CurrentManagedThreadId)], threads);
    }

    [Fact]
    public void Create_has_the_name_and_configuration_that_were_given()
    {
        using var time = VirtualTime.Create($"{Quiet}my.setting = 7", "named");

        Assert.Equal("named", time.System.Name);
        Assert.Equal(7, time.System.Settings.Config.GetInt("my.setting"));
        Assert.Same(time, VirtualTime.Of(time.System));
    }

    [Fact]
    public void Dispose_ends_the_system_with_its_actors_stopping_on_this_thread()
    {
        var stopped = new List<int>();
        Action note = () => stopped.Add(Environment.CurrentManagedThreadId);
        var time = VirtualTime.Create(Quiet);
        time.System.ActorOf(Props.Create(() => new Stopping(note)).WithDispatcher(VirtualTime.DispatcherId));
        time.RunUntilIdle();

        time.Dispose();
        time.Dispose();

        Assert.True(time.System.WhenTerminated.IsCompleted);
        Assert.Equal([Environment.CurrentManagedThreadId], stopped);
    }

    [Fact]
    public void Over_leaves_the_settings_of_the_test_kit_to_the_application()
    {
        var config = VirtualTime.Over(ConfigurationFactory.ParseString("txaio.testkit.pending-at-end = off"));

        Assert.Equal("off", config.GetString("txaio.testkit.pending-at-end"));
        Assert.Equal(TimeSpan.FromSeconds(10), config.GetTimeSpan("txaio.testkit.timeout"));
        Assert.NotNull(VirtualTime.Over(null));
    }

    [Fact]
    public void Over_keeps_the_application_from_ending_the_process_of_the_test()
    {
        const string exits = "akka.coordinated-shutdown { exit-clr = on, run-by-clr-shutdown-hook = on }";

        var shutdown = VirtualTime.Over(ConfigurationFactory.ParseString(exits)).GetConfig("akka.coordinated-shutdown");

        Assert.False(shutdown.GetBoolean("exit-clr"));
        Assert.False(shutdown.GetBoolean("run-by-clr-shutdown-hook"));
    }

    [Fact]
    public void Program_of_the_readme_prints_the_output_shown_there()
    {
        var printed = new List<string>();
        using var time = VirtualTime.Create(Quiet);

        time.Txaio.CallLater(TimeSpan.FromHours(1), () => printed.Add($"it is {time.Now:u}"));
        printed.Add($"{time.PendingCalls} pending, due {time.NextDue:u}");
        time.Advance(TimeSpan.FromHours(2));
        time.ExpectNothingPending();

        Assert.Equal(["1 pending, due 1970-01-01 01:00:00Z", "it is 1970-01-01 01:00:00Z"], printed);
    }

    [Fact]
    public void Package_needs_nothing_but_Akka_and_the_library() => Assert.Equal(
        ["Akka", "Txaio.Actors"],
        typeof(VirtualTime).Assembly.GetReferencedAssemblies()
            .Select(static name => name.Name!)
            .Where(static name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Order());

    private sealed class Stopping(Action stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stopped();
    }
}
