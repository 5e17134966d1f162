using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Pattern;
using Akka.Routing;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>The parts of Akka that use the scheduler, on any scheduler.</summary>
public abstract class SchedulerUsersContract(string implementation)
    : TxaioTestKit($"akka.scheduler.implementation = \"{implementation}\"")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Timers_of_an_actor_run_replace_and_cancel()
    {
        var actor = Sys.ActorOf(Props.Create(() => new WithTimers(TestActor)));
        ExpectMsg("single");
        ExpectMsg("replacement");
        ExpectMsg("tick");
        ExpectMsg("tick");
        actor.Tell("stop ticks");
        FishForMessage(static message => message is "marker");
        actor.Tell("restart");
        FishForMessage(static message => message is "tick");
    }

    [Fact]
    public void Receive_timeout_comes_and_comes_again_and_waits_for_silence()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Silent(TestActor)));
        ExpectMsg("timeout");
        ExpectMsg("timeout");
        // A scheduled message that does not influence the timeout leaves it running.
        Sys.Scheduler.ScheduleTellRepeatedly(Ms(1), Ms(5), actor, new Unnoticed(), ActorRefs.NoSender);
        ExpectMsg("timeout");
        ExpectMsg("timeout");
    }

    [Fact]
    public void Fsm_has_state_timeouts_and_named_timers()
    {
        Sys.ActorOf(Props.Create(() => new Machine(TestActor)));
        ExpectMsg("state timeout");
        ExpectMsg("named");
        ExpectMsg("repeated");
        ExpectMsg("repeated");
    }

    [Fact]
    public async Task Ask_times_out()
    {
        await Assert.ThrowsAsync<AskTimeoutException>(
            () => Sys.ActorOf(Props.Create(() => new Mute())).Ask<string>("hello", Ms(50)));
        Assert.Equal("hello", await Sys.ActorOf<EchoActor>().Ask<string>("hello", Limit));
    }

    [Fact]
    public async Task Stop_that_takes_too_long_is_given_up_and_breaker_and_delay_follow_the_scheduler()
    {
        var from = Sys.Scheduler.HighResMonotonicClock;
        await FutureTimeoutSupport.After(Ms(30), Sys.Scheduler, () => Task.FromResult(1)).WaitAsync(Limit);
        Assert.True(Sys.Scheduler.HighResMonotonicClock - from >= Ms(30));

        var breaker = new CircuitBreaker(Sys.Scheduler, maxFailures: 1, callTimeout: Limit, resetTimeout: Ms(20));
        var halfOpen = new TaskCompletionSource();
        breaker.OnHalfOpen(halfOpen.SetResult);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => breaker.WithCircuitBreaker(_ => Task.FromException(new InvalidTimeZoneException())));
        await halfOpen.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task Streams_tick_throttle_group_and_time_out()
    {
        using var materializer = Sys.Materializer();
        var ticks = await Source.Tick(TimeSpan.Zero, Ms(5), "tick").Take(4).RunWith(Sink.Seq<string>(), materializer);
        Assert.Equal(4, ticks.Count);

        var from = Sys.Scheduler.HighResMonotonicClock;
        await Source.From(Enumerable.Range(0, 4)).Throttle(1, Ms(20), 1, ThrottleMode.Shaping)
            .RunWith(Sink.Seq<int>(), materializer).WaitAsync(Limit);
        Assert.True(Sys.Scheduler.HighResMonotonicClock - from >= Ms(50));

        var groups = await Source.From(Enumerable.Range(0, 10)).GroupedWithin(1000, Ms(10))
            .RunWith(Sink.Seq<IEnumerable<int>>(), materializer).WaitAsync(Limit);
        Assert.Equal(10, groups.Sum(static group => group.Count()));

        await Assert.ThrowsAnyAsync<TimeoutException>(() => Source.Maybe<int>().IdleTimeout(Ms(30))
            .RunWith(Sink.Ignore<int>(), materializer).WaitAsync(Limit));
    }

    /// <summary>A scheduled message's envelope must not reach user code (akka.net 7247).</summary>
    [Fact]
    public async Task Ref_without_a_cell_gets_the_message_and_not_its_envelope()
    {
        var told = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = ((ExtendedActorSystem)Sys).Provider.CreateFutureRef(told);
        Sys.Scheduler.ScheduleTellOnce(Ms(1), asked, "hit", ActorRefs.NoSender);
        Assert.Equal("hit", await told.Task.WaitAsync(Limit));
    }

    [Fact]
    public void Router_hands_on_the_message_and_not_its_envelope()
    {
        var router = Sys.ActorOf(Props.Empty.WithRouter(new BroadcastGroup(TestActor.Path.ToString())));
        Sys.Scheduler.ScheduleTellOnce(Ms(1), router, "hit", ActorRefs.NoSender);
        ExpectMsg("hit");
    }

    [Fact]
    public void Message_reaches_a_selection()
    {
        Sys.Scheduler.ScheduleTellOnce(Ms(1), Sys.ActorSelection(TestActor.Path), "selected", TestActor);
        ExpectMsg("selected");
    }

    [Fact]
    public async Task Cluster_of_two_nodes_forms_and_notices_a_node_that_leaves()
    {
        var first = Node();
        var second = Node();
        try
        {
            var cluster = Cluster.Get(first);
            var up = new TaskCompletionSource();
            cluster.RegisterOnMemberUp(up.SetResult);
            var join = cluster.JoinAsync(cluster.SelfAddress);
            await Task.WhenAll(join, Cluster.Get(second).JoinAsync(cluster.SelfAddress)).WaitAsync(Limit);
            await up.Task.WaitAsync(Limit);
            Assert.Equal(2, cluster.State.Members.Count);

            var watcher = CreateTestProbe(first);
            cluster.Subscribe(
                watcher,
                ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
                typeof(ClusterEvent.MemberRemoved));
            await Cluster.Get(second).LeaveAsync().WaitAsync(Limit);
            watcher.ExpectMsg<ClusterEvent.MemberRemoved>(Limit);
        }
        finally
        {
            await Task.WhenAll(first.Terminate(), second.Terminate()).WaitAsync(Limit);
        }
    }

    private ActorSystem Node() => ActorSystem.Create("nodes", ConfigurationFactory.ParseString(
        $$"""
        akka {
          scheduler.implementation = "{{implementation}}"
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster { gossip-interval = 200ms, leader-actions-interval = 200ms, min-nr-of-members = 2 }
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          loglevel = WARNING
          stdout-loglevel = OFF
        }
        """));

    private sealed class WithTimers : ReceiveActor, IWithTimers
    {
        public WithTimers(IActorRef probe)
        {
            Receive<string>(text =>
            {
                switch (text)
                {
                    case "stop ticks":
                        Timers.Cancel("ticks");
                        Timers.StartSingleTimer("marker", "marker", Ms(30));
                        break;
                    case "restart":
                        throw new InvalidOperationException("restart");
                    default:
                        probe.Tell(text);
                        break;
                }
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("single", "single", Ms(10));
            Timers.StartSingleTimer("replaced", "replaced", Ms(20));
            Timers.StartSingleTimer("replaced", "replacement", Ms(40));
            Timers.StartPeriodicTimer("ticks", "tick", Ms(80), Ms(10));
        }
    }

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;

    private sealed class Silent : ReceiveActor
    {
        public Silent(IActorRef probe)
        {
            SetReceiveTimeout(Ms(20));
            Receive<ReceiveTimeout>(_ => probe.Tell("timeout"));
            Receive<Unnoticed>(static _ => { });
        }
    }

    private sealed class Mute : ReceiveActor
    {
        public Mute() => ReceiveAny(static _ => { });
    }

    private sealed class Machine : FSM<string, int>
    {
        public Machine(IActorRef probe)
        {
            When("waiting", change =>
            {
                if (change.FsmEvent is not StateTimeout)
                    return null;
                probe.Tell("state timeout");
                SetTimer("named", "named", Ms(10));
                SetTimer("repeated", "repeated", Ms(30), repeat: true);
                return GoTo("running");
            }, Ms(10));
            When("running", change =>
            {
                probe.Tell(change.FsmEvent);
                return Stay();
            });
            StartWith("waiting", 0);
            Initialize();
        }
    }
}

/// <summary>Akka's parts on Akka's scheduler.</summary>
public sealed class AkkaSchedulerUsersTests() : SchedulerUsersContract(SchedulerContract.OfAkka);

/// <summary>Akka's parts on the sleeping scheduler.</summary>
public sealed class SleepingSchedulerUsersTests() : SchedulerUsersContract(SchedulerContract.Sleeping);
