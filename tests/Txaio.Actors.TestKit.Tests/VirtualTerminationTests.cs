using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The end of a system in virtual time, by each way to end a system.</summary>
public sealed class VirtualTerminationTests : IDisposable
{
    private const string Quiet = """
        akka { loglevel = WARNING, log-dead-letters = off }
        txaio.testkit.start = "1970-01-01T00:00:00Z"
        """;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly List<ActorSystem> _systems = [];

    /// <summary>The ways to end a system while no thread drives its time.</summary>
    public static TheoryData<string> Ends => ["terminate", "abort", "shutdown", "guardian"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task End_without_a_drive_stops_virtual_actors(string end)
    {
        var system = Start();
        var stopped = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Stopping(stopped)).WithDispatcher("virtual-dispatcher")).Tell("hello");

        await End(system, end).WaitAsync(Guard);

        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task End_with_the_default_dispatcher_virtual_stops_its_actors(string end)
    {
        var system = Start(
            $"akka.actor.default-dispatcher.type = \"{typeof(VirtualDispatcherConfigurator).AssemblyQualifiedName}\"");
        var stopped = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Stopping(stopped))).Tell("hello");

        await End(system, end).WaitAsync(Guard);

        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("abort")]
    public async Task End_with_the_user_guardian_virtual_is_noticed(string end)
    {
        var stopped = new TaskCompletionSource();
        var guardian = Props.Create(() => new Stopping(stopped)).WithDispatcher("virtual-dispatcher");
        var system = new ActorSystemImpl(
            "guarded", Configure(""), ActorSystemSetup.Empty, Option<Props>.Create(guardian));
        _systems.Add(system);
        system.Start();

        await End(system, end).WaitAsync(Guard);

        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task End_within_WaitFor_is_driven_by_that_call()
    {
        var system = Start();
        var stopped = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Stopping(stopped)).WithDispatcher("virtual-dispatcher"));

        await Task.Run(() => VirtualTime.Of(system).WaitFor(system.Terminate(), Guard));

        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Terminate_stops_virtual_actors_on_the_calling_thread()
    {
        var system = Start();
        var time = VirtualTime.Of(system);
        var stopped = new TaskCompletionSource();
        var actor = Props.Create(() => new Stopping(stopped)).WithDispatcher("virtual-dispatcher");
        var stopping = system.ActorOf(actor);
        time.RunUntilIdle();
        var thread = 0;
        stopping.Tell(new Action(() => thread = Environment.CurrentManagedThreadId));

        time.Terminate();
        time.Terminate();

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Terminate_that_waits_too_long_names_the_actor_that_does_not_stop()
    {
        var time = VirtualTime.Of(Start());
        using var release = new ManualResetEventSlim();
        var parent = time.System.ActorOf(Props.Create(() => new Parent(release)), "parent");
        time.WaitFor(parent.Ask<string>("Has the child started?", Guard));

        var failure = Assert.Throws<TimeoutException>(() => time.Terminate(TimeSpan.FromMilliseconds(200)));
        release.Set();

        Assert.Contains(" Not stopped: /user/parent/held. Virtual time is", failure.Message, StringComparison.Ordinal);
        time.Terminate();
    }

    [Fact]
    public async Task Stop_of_an_actor_before_the_end_still_waits_for_the_driver()
    {
        var system = Start();
        var stopped = new TaskCompletionSource();
        var actor = system.ActorOf(Props.Create(() => new Stopping(stopped)).WithDispatcher("virtual-dispatcher"));
        VirtualTime.Of(system).RunUntilIdle();

        actor.Tell(PoisonPill.Instance);
        await Task.Run(() => Assert.Equal(1, VirtualTime.Of(system).RunQueueCount));

        Assert.False(stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task End_of_the_system_ends_dedicated_threads()
    {
        var system = Start(
            "forked { type = ForkJoinDispatcher, dedicated-thread-pool { thread-count = 2 } }\n"
            + "pinned { type = PinnedDispatcher }");
        var forked = await ThreadOf(system, "forked");
        var pinned = await ThreadOf(system, "pinned");
        Assert.True(forked.IsAlive && pinned.IsAlive);

        await system.Terminate().WaitAsync(Guard);

        Assert.True(forked.Join(Guard));
        Assert.True(pinned.Join(Guard));
    }

    [Fact]
    public async Task End_runs_the_remaining_calls_and_records_them()
    {
        var system = Start();
        var time = VirtualTime.Of(system);
        var ran = new List<string>();
        var scheduler = system.Scheduler.Advanced;
        scheduler.ScheduleOnce(Second * 2, () => ran.Add("once"));
        scheduler.ScheduleRepeatedly(Second, Second, () => ran.Add("repeat"));
        scheduler.ScheduleOnceCancelable(Second, () => ran.Add("cancelled")).Cancel();
        scheduler.ScheduleOnce(Second * 3, () => throw new InvalidOperationException("logged, not thrown"));
        scheduler.ScheduleOnce(Second * 4, () => scheduler.ScheduleOnce(Second, () => ran.Add("too late")));
        Assert.Empty(time.PendingAtEnd);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(["repeat", "once"], ran);
        Assert.Equal([1, 2, 3, 4], time.PendingAtEnd.Select(call => (call.Due - DateTimeOffset.UnixEpoch).TotalSeconds));
        Assert.Equal(0, time.PendingCalls);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task End_lists_timers_of_actors_that_were_alive()
    {
        var system = Start();
        var actor = system.ActorOf(Props.Create<Idling>().WithDispatcher("virtual-dispatcher"), "idling");
        VirtualTime.Of(system).RunUntilIdle();

        await system.Terminate().WaitAsync(Guard);

        Assert.Contains(actor.Path.ToString(), Assert.Single(VirtualTime.Of(system).PendingAtEnd).Description);
    }

    [Fact]
    public async Task Schedule_after_the_end_throws()
    {
        var system = Start();
        await system.Terminate().WaitAsync(Guard);

        Assert.Throws<SchedulerException>(() => system.Scheduler.Advanced.ScheduleOnce(Second, () => { }));
    }

    [Fact]
    public async Task Advance_after_the_end_moves_the_clock()
    {
        var system = Start();
        await system.Terminate().WaitAsync(Guard);

        VirtualTime.Of(system).Advance(Second);

        Assert.Equal(Second, system.Scheduler.MonotonicClock);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task End_without_a_drive_waits_for_the_loggers(string end)
    {
        var system = Start(Logging());
        Log(system, 20_000);

        await End(system, end).WaitAsync(Guard);

        Assert.Equal(Events(20_000), TextsLogger.TextsOf(system));
    }

    [Fact]
    public void Terminate_waits_for_loggers_and_does_not_move_the_time()
    {
        var system = Start(Logging());
        var time = VirtualTime.Of(system);
        Log(system, 20_000);

        time.Terminate();

        Assert.Equal(Events(20_000), TextsLogger.TextsOf(system));
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task End_with_virtual_actors_in_a_shutdown_phase_completes()
    {
        var system = Start();
        var echo = system.ActorOf(Props.Create<EchoActor>().WithDispatcher("virtual-dispatcher"));
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "ask", async () =>
        {
            await echo.Ask<string>("still there?");
            return Akka.Done.Instance;
        });

        await system.Terminate().WaitAsync(Guard);
    }

    public void Dispose() => Task.WaitAll([.. _systems.Select(system => system.Terminate())], Guard);

    private static Config Configure(string config) =>
        ConfigurationFactory.ParseString($"{Quiet}\n{config}").WithFallback(VirtualTime.Config);

    private static Task End(ActorSystem system, string how)
    {
        switch (how)
        {
            case "terminate":
                return system.Terminate();
            case "abort":
                ((ExtendedActorSystem)system).Abort();
                return system.WhenTerminated;
            case "shutdown":
                return CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
            default:
                ((ExtendedActorSystem)system).Guardian.Stop();
                return system.WhenTerminated;
        }
    }

    private static async Task<Thread> ThreadOf(ActorSystem system, string dispatcher)
    {
        var found = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.Dispatchers.Lookup(dispatcher).Schedule(() => found.SetResult(Thread.CurrentThread));
        return await found.Task.WaitAsync(Guard);
    }

    private static string Logging() =>
        $"akka {{ loglevel = INFO, stdout-loglevel = OFF, loggers = [\"{typeof(TextsLogger).AssemblyQualifiedName}\"] }}\n"
        + "akka.extensions = [\"Txaio.Actors.TxaioExtensionProvider, Txaio.Actors\"]";

    private static void Log(ActorSystem system, int count)
    {
        for (var i = 0; i < count; i++)
            system.Log.Info("event {N}", i);
    }

    private static IEnumerable<string> Events(int count) => Enumerable.Range(0, count).Select(static n => $"event {n}");

    private ActorSystem Start(string config = "")
    {
        var system = ActorSystem.Create("ending", Configure(config));
        _systems.Add(system);
        return system;
    }

    private sealed class Stopping(TaskCompletionSource stopped) : UntypedActor
    {
        private Action? _last;

        protected override void OnReceive(object message) => _last = message as Action;

        protected override void PostStop()
        {
            _last?.Invoke();
            stopped.TrySetResult();
        }
    }

    /// <summary>An actor whose child stops when it is released.</summary>
    private sealed class Parent : UntypedActor
    {
        public Parent(ManualResetEventSlim release) =>
            Context.ActorOf(Props.Create(() => new Held(release)), "held");

        protected override void OnReceive(object message) => Sender.Tell("yes");

        private sealed class Held(ManualResetEventSlim release) : UntypedActor
        {
            protected override void OnReceive(object message) => Unhandled(message);

            protected override void PostStop() => release.Wait(Guard);
        }
    }

    /// <summary>A logger that keeps the texts of its system.</summary>
    private sealed class TextsLogger : DefaultLogger
    {
        private static readonly ConcurrentDictionary<ActorSystem, ConcurrentQueue<string>> Texts = new();

        public static IEnumerable<string> TextsOf(ActorSystem system) =>
            Texts[system].Where(static text => text.StartsWith("event ", StringComparison.Ordinal));

        protected override void Print(LogEvent logEvent) =>
            Texts.GetOrAdd(Context.System, static _ => new()).Enqueue(logEvent.Message.ToString()!);
    }

    private sealed class Idling : UntypedActor
    {
        protected override void PreStart() => Context.SetReceiveTimeout(Second);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
