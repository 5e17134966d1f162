using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>
/// Loops, timers and Asks do not start Akka's wheel, which would wake a hundred times a second from then on.
/// </summary>
public sealed class OwnDueTimesTests
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Users => new(Uses.Keys);

    private static readonly Dictionary<string, Action<ITxaio>> Uses = new()
    {
        ["a batched call"] = static txaio => txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1)).CallLater(Far, Nothing),
        ["a batched call that is due soon"] = static txaio =>
            txaio.MakeBatchedTimer(TimeSpan.FromSeconds(10)).CallLater(TimeSpan.FromSeconds(15), Nothing),
        ["a delayed call"] = static txaio => txaio.CallLater(Far, Nothing),
        ["a delayed message"] = static txaio => txaio.CallLater(Far, ActorRefs.Nobody, "never"),
        ["an Ask with a timeout"] = static txaio => _ = txaio.Ask<string>(Silent(txaio), "hello", Far),
        ["an Ask with a timeout in a fine bucket"] = static txaio =>
            _ = txaio.Ask<string>(Silent(txaio), "hello", TimeSpan.FromMilliseconds(900)),
        ["a sleep"] = static txaio => _ = txaio.Sleep(Far),
        ["a wait"] = static txaio => _ = txaio.CreateFuture<int>().WaitAsync(Far),
        ["a timeout of a future"] = static txaio => txaio.CreateFuture<int>().CancelAfter(Far),
        ["a delay of .NET"] = static txaio => _ = Task.Delay(Far, txaio.Loop.TimeProvider),
        ["a repeated call"] = static txaio => txaio.CallRepeatedly(Far, Nothing),
        ["a disposed loop"] = static txaio => txaio.NewLoop("other").DisposeAsync().AsTask().Wait(Limit),
        ["a promise that is kept"] = static txaio =>
        {
            var promise = txaio.CreateFuture<int>();
            _ = promise.Ref.Path;
            promise.Resolve(1);
        },
    };

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Pending_call_leaves_the_wheel_of_Akka_alone(string use)
    {
        var system = Start();
        Uses[use](system.Txaio());
        Assert.False(HasWheelStarted(system));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task All_uses_together_have_one_thread_that_ends_with_the_system()
    {
        var system = Start();
        var txaio = system.Txaio();
        foreach (var use in Uses.Values)
            use(txaio);
        var thread = await ThreadOf(system);
        Assert.Same(thread, await ThreadOf(system));
        await system.Terminate().WaitAsync(Limit);
        Assert.False(thread.IsAlive);
        Assert.Throws<SchedulerException>(
            () => TxaioExtension.Get(system).Scheduler.Advanced.ScheduleOnce(Far, Nothing));
    }

    [Fact]
    public async Task Setting_akka_uses_the_scheduler_of_the_system()
    {
        var system = Start("txaio.scheduler = akka");
        Assert.Same(system.Scheduler, TxaioExtension.Get(system).Scheduler);
        system.Txaio().MakeBatchedTimer(TimeSpan.FromSeconds(1)).CallLater(Far, Nothing);
        Assert.True(HasWheelStarted(system));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Sleeping_scheduler_of_the_system_is_shared()
    {
        var system = Start($"akka.scheduler.implementation = \"{SchedulerContract.Sleeping}\"");
        Assert.IsType<SleepingScheduler>(system.Scheduler);
        Assert.Same(system.Scheduler, TxaioExtension.Get(system).Scheduler);
        await system.Terminate().WaitAsync(Limit);
    }

    [Theory]
    [InlineData("sleeping")]
    [InlineData("akka")]
    public async Task Scheduler_with_a_clock_of_its_own_is_kept(string setting)
    {
        var system = Start(
            $"""
            txaio.scheduler = {setting}
            akka.scheduler.implementation = "{typeof(StandingClock).AssemblyQualifiedName}"
            """);
        Assert.Same(system.Scheduler, TxaioExtension.Get(system).Scheduler);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Clocks_are_those_of_the_system()
    {
        var system = Start();
        var own = TxaioExtension.Get(system).Scheduler;
        var before = system.Scheduler.HighResMonotonicClock;
        var between = own.HighResMonotonicClock;
        Assert.InRange(between, before, system.Scheduler.HighResMonotonicClock);
        Assert.InRange(own.Now, system.Scheduler.Now - Limit, system.Scheduler.Now + Limit);
        await system.Terminate().WaitAsync(Limit);
    }

    [Theory]
    [InlineData("sleeping")]
    [InlineData("akka")]
    public async Task Calls_of_all_kinds_run_in_real_time_with_either_setting(string setting)
    {
        var system = Start($"txaio.scheduler = {setting}");
        var txaio = system.Txaio();
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(20));
        var ran = new CountdownEvent(3);
        var delay = TimeSpan.FromMilliseconds(30);
        timer.CallLater(delay, () => ran.Signal());
        txaio.CallLater(delay, () => ran.Signal());
        txaio.CallRepeatedly(delay, () => _ = ran.IsSet || ran.Signal());
        await txaio.Sleep(delay);
        await Task.Delay(delay, txaio.Loop.TimeProvider).WaitAsync(Limit);
        await Assert.ThrowsAsync<AskTimeoutException>(
            async () => await txaio.Ask<string>(Silent(txaio), "hello", delay));
        Assert.True(ran.Wait(Limit));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Blocked_loop_delays_no_call_of_another()
    {
        var system = Start(
            """
            akka.actor.calling.type = "Txaio.Actors.Tests.Scheduling.CallingDispatcherConfigurator, Txaio.Actors.Tests"
            """);
        using var end = new ManualResetEventSlim();
        // The thread that wakes this loop runs its callbacks.
        var calling = system.Txaio().NewLoop(
            "calling", ConfigurationFactory.ParseString("dispatcher = akka.actor.calling"));
        using var blocked = new ManualResetEventSlim();
        calling.CallLater(TimeSpan.FromMilliseconds(1), () =>
        {
            blocked.Set();
            end.Wait();
        });
        Assert.True(blocked.Wait(Limit));
        await system.Txaio().Sleep(TimeSpan.FromMilliseconds(10)).AsTask().WaitAsync(Limit);
        end.Set();
        await system.Terminate().WaitAsync(Limit);
    }

    private static void Nothing()
    {
        // Never called.
    }

    private static IActorRef Silent(ITxaio txaio) => txaio.Loop.System.ActorOf(Props.Create(() => new SilentActor()));

    private static ActorSystem Start(string config = "") => ActorSystem.Create("own", ConfigurationFactory.ParseString(
        $"{config}\nakka.stdout-loglevel = OFF, akka.loglevel = WARNING"));

    // Akka starts its wheel with its first entry, and shows that nowhere.
    private static bool HasWheelStarted(ActorSystem system)
    {
        var state = typeof(HashedWheelTimerScheduler).GetField(
            "_workerState", BindingFlags.Instance | BindingFlags.NonPublic);
        return (int)state!.GetValue(Assert.IsType<HashedWheelTimerScheduler>(system.Scheduler))! != 0;
    }

    private static async Task<Thread> ThreadOf(ActorSystem system)
    {
        var own = Assert.IsType<SleepingScheduler>(TxaioExtension.Get(system).Scheduler);
        var thread = new TaskCompletionSource<Thread>();
        ((IAdvancedScheduler)own).ScheduleOnce(
            TimeSpan.Zero, new Quick(() => thread.SetResult(Thread.CurrentThread)));
        return await thread.Task.WaitAsync(Limit);
    }

    private sealed class SilentActor : ReceiveActor
    {
        public SilentActor() => ReceiveAny(static _ => { });
    }

    private sealed class Quick(Action run) : IRunnable, IQuickRunnable
    {
        public bool RunsAtOnce => true;

        public void Run() => run();

        public void Execute() => run();
    }

    /// <summary>As a user's scheduler for tests: its time stands still, and it does not say so.</summary>
    public sealed class StandingClock(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
    {
        public override TimeSpan MonotonicClock => TimeSpan.FromDays(1);

        public override TimeSpan HighResMonotonicClock => TimeSpan.FromDays(1);

        protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch;

        protected override void InternalScheduleTellOnce(
            TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        {
        }

        protected override void InternalScheduleTellRepeatedly(
            TimeSpan initialDelay,
            TimeSpan interval,
            ICanTell receiver,
            object message,
            IActorRef sender,
            ICancelable cancelable)
        {
        }

        protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable)
        {
        }

        protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable)
        {
        }

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
        {
        }

        protected override void InternalScheduleRepeatedly(
            TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable)
        {
        }
    }
}

/// <summary>Makes a dispatcher that runs actors on the thread which tells them.</summary>
public sealed class CallingDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new Calling(this);

    private sealed class Calling(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
    {
        protected override void ExecuteTask(IRunnable run) => run.Run();

        protected override void Shutdown()
        {
        }
    }
}
