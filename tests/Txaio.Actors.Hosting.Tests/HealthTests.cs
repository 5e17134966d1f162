using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Checks the health of loops with the host's health check service. The tests block real threads of loops.
/// </summary>
public sealed class HealthTests : HostTestBase
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _gate = new();

    [Fact]
    public async Task Health_check_is_not_registered_by_default()
    {
        var host = await StartAsync(static _ => { });

        Assert.Empty((await CheckAsync(host)).Entries);
    }

    [Fact]
    public async Task Loops_that_turn_and_keep_up_are_healthy_and_nothing_is_logged()
    {
        var host = await StartChecked();
        Logged.Entries.Clear();

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal("All 2 loops turn.", Liveness(report).Description);
        Assert.Equal("All 2 loops keep up.", Readiness(report).Description);
        Assert.Equal(["akka", "liveness", "txaio"], Liveness(report).Tags.Order());
        Assert.Equal(["akka", "readiness", "txaio"], Readiness(report).Tags.Order());
        Assert.Equal(0L, Readiness(report).Data["io.pending"]);
        Assert.DoesNotContain(Logged.Entries, entry => entry.Level > LogLevel.Debug);
    }

    [Fact]
    public async Task Loop_that_was_made_is_checked_until_it_is_disposed()
    {
        var host = await StartChecked();
        var loop = Io(host).NewLoop("realm-1");
        await BlockAsync(Io(host).WithConfig(loop));

        Assert.StartsWith("loop 'realm-1' has not turned for 0.", Liveness(await CheckAsync(host)).Description);
        Assert.Contains("realm-1.pending", Readiness(await CheckAsync(host)).Data.Keys);

        _gate.Set();
        await loop.DisposeAsync();
        var report = await CheckAsync(host);
        Assert.Equal("All 2 loops turn.", Liveness(report).Description);
        Assert.DoesNotContain("realm-1.pending", Readiness(report).Data.Keys);
    }

    [Fact]
    public async Task Loops_that_are_made_and_disposed_meanwhile_are_no_failure()
    {
        var host = await StartChecked();
        using var end = new CancellationTokenSource();
        var churn = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await using var loop = Io(host).NewLoop("realm-1");
                await loop.RunAsync(static () => Task.CompletedTask);
            }
        });

        for (var check = 0; check < 100; check++)
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);

        await end.CancelAsync();
        await churn;
    }

    [Fact]
    public async Task Loop_that_does_not_turn_is_not_alive_until_it_turns_again()
    {
        var host = await StartChecked();
        await BlockAsync(Io(host));

        var stuck = Liveness(await CheckAsync(host));
        Assert.Equal(HealthStatus.Unhealthy, stuck.Status);
        Assert.StartsWith("loop 'io' has not turned for 0.", stuck.Description);
        Assert.Equal(HealthStatus.Unhealthy, Liveness(await CheckAsync(host)).Status);
        Assert.True(Io(host).Loop.GetStatistics().Pending <= 2, "No more than one callback of the checks waits.");

        _gate.Set();
        await Io(host).Loop.RunAsync(static () => Task.CompletedTask);
        Assert.Equal(HealthStatus.Healthy, Liveness(await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Loop_that_is_full_is_alive_if_it_turns()
    {
        var host = await StartChecked("txaio.loops.io { capacity = 1, callbacks-per-turn = 1 }");
        using var second = new ManualResetEventSlim();
        await BlockAsync(Io(host));
        Io(host).Loop.CallSoon(() => second.Wait(Patience));
        Assert.Throws<LoopOverloadedException>(() => Io(host).Loop.CallSoon(static () => { }));

        var look = new LoopProbe(Io(host).Loop).LookAsync(SystemOf(host).Scheduler, Patience, default);
        _gate.Set();
        second.Set();
        Assert.Equal(LoopLife.Turns, await look);
        Assert.Equal(1, Io(host).Loop.GetStatistics().Refused);
    }

    [Fact]
    public async Task Loop_that_is_busy_but_ends_callbacks_is_alive()
    {
        var host = await StartChecked("txaio.loops.io.callbacks-per-turn = 1");
        using var second = new ManualResetEventSlim();
        var secondRuns = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await BlockAsync(Io(host));
        Io(host).Loop.CallSoon(() =>
        {
            secondRuns.SetResult();
            second.Wait(Patience);
        });

        // LookAsync runs on the test's thread up to its first wait.
        var probe = new LoopProbe(Io(host).Loop);
        var look = probe.LookAsync(SystemOf(host).Scheduler, Limit, default);
        _gate.Set();
        await secondRuns.Task;
        Assert.Equal(LoopLife.Turns, await look);
        var later = await probe.LookAsync(SystemOf(host).Scheduler, Limit, default);
        Assert.True(later.StuckFor >= Limit, $"{later}");
        second.Set();
    }

    [Fact]
    public async Task Loop_that_has_ended_is_not_alive()
    {
        var host = await StartChecked();
        var loop = Io(host).Loop.Ref;
        ((IInternalActorRef)loop).Stop();
        await loop.GracefulStop(Patience, new Identify(null));

        Assert.Equal("loop 'io' has ended", Liveness(await CheckAsync(host)).Description);
    }

    [Fact]
    public async Task Loop_with_more_pending_than_allowed_is_not_ready()
    {
        // A callback counts as pending until its turn has ended, so the setting gives each turn one callback.
        var host = await StartChecked("txaio.loops.io.callbacks-per-turn = 1");
        await BlockAsync(Io(host));
        Io(host).Loop.CallSoon(static () => { });
        Assert.Equal(HealthStatus.Healthy, Readiness(await ReadyAsync(host)).Status);
        Io(host).Loop.CallSoon(static () => { });

        var behind = Readiness(await ReadyAsync(host));
        Assert.Equal(HealthStatus.Degraded, behind.Status);
        Assert.Equal("loop 'io' has 3 callbacks waiting (limit: 2)", behind.Description);
        Assert.Equal(3L, behind.Data["io.pending"]);

        _gate.Set();
        await Io(host).Loop.RunAsync(static () => Task.CompletedTask);
        Assert.Equal(HealthStatus.Healthy, Readiness(await ReadyAsync(host)).Status);
    }

    [Theory]
    [InlineData("timers", "/system/txaio/timers has stopped")]
    [InlineData("timers/keepalive", "batched timer 'keepalive' was stopped")]
    [InlineData("loops/io", "loop 'io' has ended")]
    [InlineData("loops", "loop 'default' has ended, loop 'io' has ended")]
    [InlineData("", "loop 'default' has ended, loop 'io' has ended")]
    public async Task Part_that_was_stopped_is_not_alive(string actor, string said)
    {
        var host = await StartChecked("txaio.timers.keepalive.bucket = 1s");
        var system = SystemOf(host);
        var timer = system.Txaio().BatchedTimer("keepalive");
        _ = timer.Ref.Path;
        var part = await system.ActorSelection($"/system/txaio/{actor}").ResolveOne(Patience);
        var probe = new TaskCompletionSource();
        system.ActorOf(Props.Create<Watcher>(part, probe));

        ((IInternalActorRef)part).Stop();

        await probe.Task.WaitAsync(Patience);
        var health = Liveness(await CheckAsync(host));
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains(said, health.Description);
        GC.KeepAlive(timer);
    }

    [Fact]
    public async Task Timer_that_its_owner_disposes_of_leaves_the_system_alive()
    {
        var host = await StartChecked("txaio.timers.keepalive.bucket = 1s");
        using var timer = SystemOf(host).Txaio().BatchedTimer("keepalive");
        _ = timer.Ref.Path;

        timer.Dispose();

        Assert.Equal(HealthStatus.Healthy, Liveness(await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Loop_that_refuses_new_work_is_not_ready_until_it_takes_it_again()
    {
        var host = await StartChecked("txaio.loops.io { capacity = 1, callbacks-per-turn = 1 }");
        var promise = (await Io(host).Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance)).Promise;
        Assert.Throws<LoopOverloadedException>(() => Io(host).Loop.CallSoon(static () => { }));

        var full = Readiness(await ReadyAsync(host));
        Assert.Equal(HealthStatus.Degraded, full.Status);
        Assert.StartsWith(
            "loop 'io' refuses new work: 1 callbacks and promises of messages are pending (txaio.loops.io.capacity = 1)",
            full.Description);

        promise.Tell("done");
        await Io(host).Loop.RunAsync(static () => Task.CompletedTask);
        Assert.Equal(HealthStatus.Healthy, Readiness(await ReadyAsync(host)).Status);
    }

    [Fact]
    public async Task Bound_on_other_nodes_that_is_met_is_reported_and_leaves_the_application_in_service()
    {
        var host = await StartAsync(static (akka, _) => akka
            .AddHocon("txaio.remote.subscribers = 1", HoconAddMode.Prepend)
            .WithTxaio().WithTxaioReadinessCheck(2));
        var promise = (await host.Services.GetRequiredService<ITxaio>().Loop.Ref
            .Ask<FutureCreated>(CreateFuture.Instance)).Promise;
        // The promise takes this ref for a ref of another node.
        promise.Tell(new Subscribe(new ElsewhereRef(promise)));

        var met = Readiness(await ReadyAsync(host));
        Assert.Equal(HealthStatus.Degraded, met.Status);
        Assert.Equal(
            "txaio.remote.subscribers = 1 is met: no more is held for other nodes (0 refused so far)", met.Description);
        Assert.Equal(1L, met.Data["txaio.remote.subscribers"]);

        promise.Tell("done");
        Assert.Equal(HealthStatus.Healthy, Readiness(await ReadyAsync(host)).Status);
    }

    [Fact]
    public async Task System_that_has_ended_is_neither_alive_nor_ready()
    {
        var host = await StartChecked();
        await SystemOf(host).Terminate();

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, Liveness(report).Status);
        Assert.Equal(HealthStatus.Degraded, Readiness(report).Status);
    }

    [Fact]
    public async Task System_that_shuts_down_is_not_ready()
    {
        var asked = new TaskCompletionSource<HealthReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await StartChecked();
        CoordinatedShutdown.Get(SystemOf(host)).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            "look",
            async () =>
            {
                asked.SetResult(await ReadyAsync(host));
                return Akka.Done.Instance;
            });
        await host.StopAsync();

        Assert.Equal("The actor system ends.", Readiness(await asked.Task).Description);
    }

    [Fact]
    public async Task Check_can_be_cancelled()
    {
        var host = await StartAsync((akka, _) => akka
            .WithTxaio(options => options.AddLoop("io"))
            .WithTxaioLivenessCheck(TimeSpan.FromHours(1)));
        await BlockAsync(Io(host));
        using var cancelled = new CancellationTokenSource();

        var look = host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look);
        _gate.Set();
    }

    [Fact]
    public async Task Check_that_is_asked_for_twice_is_one_and_the_last_limit_counts()
    {
        var host = await StartAsync((akka, _) => akka
            .WithTxaio(static options =>
            {
                options.AddLoop("io", static io => io.CallbacksPerTurn = 1).Health.Readiness = 0;
                options.Health.Liveness = TimeSpan.FromHours(1);
            })
            // The limit leaves room for the callback of the liveness check, which runs at the same time.
            .WithTxaioReadinessCheck(5)
            .WithTxaioLivenessCheck(Limit));
        await BlockAsync(Io(host));

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, Readiness(report).Status);
        Assert.Equal(HealthStatus.Unhealthy, Liveness(report).Status);
        _gate.Set();
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        var akka = new AkkaConfigurationBuilder(new ServiceCollection(), "app");

        Assert.Throws<ArgumentOutOfRangeException>("limit", () => akka.WithTxaioLivenessCheck(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => akka.WithTxaioReadinessCheck(-1));
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, TaskCompletionSource ended)
        {
            Context.Watch(watched);
            Receive<Terminated>(_ => ended.SetResult());
        }
    }

    private static HealthReportEntry Liveness(HealthReport report) =>
        report.Entries[TxaioHealthCheckExtensions.LivenessName];

    private static HealthReportEntry Readiness(HealthReport report) =>
        report.Entries[TxaioHealthCheckExtensions.ReadinessName];

    private static ITxaio Io(IHost host) => host.Services.GetRequiredKeyedService<ITxaio>("io");

    private static Task<HealthReport> ReadyAsync(IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(static check => check.Tags.Contains("readiness"));

    private Task<IHost> StartChecked(string hocon = "") => StartAsync((akka, _) => akka
        .AddHocon(hocon, HoconAddMode.Prepend)
        .WithTxaio(options => options.AddLoop("io", static io => io.SlowCallback = Timeout.InfiniteTimeSpan))
        .WithTxaioLivenessCheck(Limit)
        .WithTxaioReadinessCheck(2, HealthStatus.Degraded));

    private sealed class ElsewhereRef(IActorRef here) : MinimalActorRef, IActorRefScope
    {
        bool IActorRefScope.IsLocal => false;

        public override ActorPath Path { get; } =
            new RootActorPath(new Address("akka.tcp", "node", "10.0.0.2", 1)) / "user";

        public override IActorRefProvider Provider => ((IInternalActorRef)here).Provider;
    }

    private async Task BlockAsync(ITxaio txaio)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        txaio.Loop.CallSoon(() =>
        {
            entered.SetResult();
            _gate.Wait(Patience);
        });
        await entered.Task;
    }
}
