using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using Txaio.Actors.Loops.ByMessage;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>The due order of the sleeping scheduler, for targets of every kind, and what a call that blocks changes.</summary>
public sealed class SleepingSchedulerOrderTests() : TxaioTestKit(
    $$"""
    akka.scheduler.implementation = "{{SchedulerContract.Sleeping}}"
    bounded {
      mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka"
      mailbox-capacity = 1
      mailbox-push-timeout-time = 1h
    }
    """)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private IAdvancedScheduler Actions => Sys.Scheduler.Advanced;

    private ITellScheduler Messages => Sys.Scheduler;

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Actions_that_block_hold_up_no_other_call_for_ever()
    {
        using var end = new ManualResetEventSlim();
        for (var i = 0; i < 4; i++)
            Actions.ScheduleOnce(Ms(1), end.Wait);
        Actions.ScheduleOnce(Ms(2), () => TestActor.Tell("action"));
        Messages.ScheduleTellOnce(Ms(100), TestActor, "message", TestActor);
        Actions.ScheduleRepeatedly(Ms(200), Ms(10), () => TestActor.Tell("repeated"));
        // In any order: on a busy machine the thread pool can run the actions late.
        var came = new List<string>();
        FishForMessage<string>(
            message =>
            {
                came.Add(message);
                return came.Contains("action") && came.Contains("message")
                    && came.Count(static each => each == "repeated") > 1;
            },
            Limit);
        end.Set();
    }

    [Fact]
    public void Tells_that_block_hold_up_no_message_for_another_target()
    {
        using var end = new ManualResetEventSlim();
        var blocking = new BlockingTarget(end);
        var full = Sys.ActorOf(Props.Create(() => new Blocked(end)).WithMailbox("bounded"));
        for (var i = 0; i < 50; i++)
        {
            Messages.ScheduleTellOnce(Ms(1), blocking, i, TestActor);
            Messages.ScheduleTellOnce(Ms(1), full, i, TestActor);
        }

        Messages.ScheduleTellOnce(Ms(2), TestActor, "message", TestActor);
        Actions.ScheduleOnce(Ms(3), () => TestActor.Tell("action"));
        // In any order: while the blocked targets hold all threads of the pool, another thread tells the message.
        Assert.Equal(["action", "message"], ReceiveN(2, Limit).Cast<string>().Order());
        end.Set();
        Assert.Equal(Enumerable.Range(0, 50), blocking.Told(50, Limit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_of_every_kind_keep_their_order(bool atTheEnd)
    {
        var clock = new StandingClock();
        using var scheduler = new SleepingScheduler(
            ConfigurationFactory.ParseString("akka.scheduler.shutdown-timeout = 1h"), Sys.Log, clock);
        var path = TestActor.Path.ToStringWithoutAddress();
        var router = Sys.ActorOf(Props.Empty.WithRouter(new RoundRobinGroup(path)));
        router.Tell(new Identify("started"));
        ExpectMsg<ActorIdentity>();
        ICanTell[] targets =
        [
            TestActor, Sys.ActorSelection(TestActor.Path), TestActor, Sys.ActorSelection(path), router,
            new ForwardingTarget(TestActor),
        ];
        const int Calls = 700;
        for (var i = 0; i < Calls; i++)
        {
            var number = i;
            if (i % 7 == 6)
                ((IAdvancedScheduler)scheduler).ScheduleOnce(Ms(1), () => TestActor.Tell(number));
            else
                ((ITellScheduler)scheduler).ScheduleTellOnce(Ms(1), targets[i % 7], number, TestActor);
        }

        if (atTheEnd)
            scheduler.Dispose();
        else
            clock.Ticks = Ms(1).Ticks;
        Assert.Equal(Enumerable.Range(0, Calls), Enumerable.Range(0, Calls).Select(_ => ExpectMsg<int>(Limit)));
    }

    [Theory]
    [InlineData("/user/plain", true)]
    [InlineData("/user/plain/child", true)]
    [InlineData("/user/bounded", false)]
    [InlineData("/user/none", false)]
    [InlineData("/user/pla*", false)]
    [InlineData("/user/none/../plain", false)]
    public void Selection_returns_at_once_if_the_actor_that_it_finds_does(string path, bool atOnce)
    {
        Sys.ActorOf(Props.Create(() => new Parent(TestActor)), "plain");
        Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)).WithMailbox("bounded"), "bounded").Tell("started");
        ExpectMsg("started");
        ExpectMsg("started");

        Assert.Equal(atOnce, Deliveries.TakesAtOnce(Sys.ActorSelection(path)));
    }

    /// <summary>It tells those that have subscribed to dead letters, which may block.</summary>
    [Fact]
    public void Ref_to_no_actor_does_not_return_at_once() => Assert.False(
        Deliveries.TakesAtOnce(((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka://{Sys.Name}/user/none")));

    /// <summary>Nothing is known of a foreign ref of this node. A ref of another node hands the message on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Foreign_ref_returns_at_once_if_its_actor_is_on_another_node(bool isLocal) =>
        Assert.Equal(!isLocal, Deliveries.TakesAtOnce(new ScopedTarget(isLocal)));

    [Fact]
    public void Message_for_an_actor_is_not_lost_behind_its_stop()
    {
        var clock = new StandingClock();
        using var scheduler = new SleepingScheduler(Sys.Settings.Config, Sys.Log, clock);
        var actor = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        ((ITellScheduler)scheduler).ScheduleTellOnce(Ms(1), Sys.ActorSelection(actor.Path), "last", TestActor);
        ((ITellScheduler)scheduler).ScheduleTellOnce(Ms(1), actor, PoisonPill.Instance, TestActor);

        clock.Ticks = Ms(1).Ticks;

        ExpectMsg("last");
    }

    [Fact]
    public void Messages_for_a_target_keep_their_order_also_when_the_first_has_lost_its_place()
    {
        using var end = new ManualResetEventSlim();
        var blocking = new BlockingTarget(end);
        Messages.ScheduleTellOnce(Ms(1), blocking, 0, TestActor);
        Messages.ScheduleTellOnce(Ms(2), TestActor, "passed", TestActor);
        ExpectMsg("passed", Limit);
        for (var i = 1; i < 20; i++)
            Messages.ScheduleTellOnce(Ms(1), blocking, i, TestActor);
        Messages.ScheduleTellOnce(Ms(2), TestActor, "behind", TestActor);
        ExpectMsg("behind", Limit);
        end.Set();
        Assert.Equal(Enumerable.Range(0, 20), blocking.Told(20, Limit));
    }

    /// <summary>A clock that stands still unless the test sets it: no call loses its place.</summary>
    private sealed class StandingClock : ITimeProvider
    {
        private long _ticks;

        public long Ticks
        {
            set => Volatile.Write(ref _ticks, value);
        }

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public TimeSpan MonotonicClock => HighResMonotonicClock;

        public TimeSpan HighResMonotonicClock => TimeSpan.FromTicks(Volatile.Read(ref _ticks));
    }

    /// <summary>A target that the library does not know.</summary>
    private sealed class ForwardingTarget(IActorRef receiver) : ICanTell
    {
        public void Tell(object message, IActorRef sender) => receiver.Tell(message, sender);
    }

    private sealed class ScopedTarget(bool isLocal) : ICanTell, IActorRefScope
    {
        public bool IsLocal => isLocal;

        public void Tell(object message, IActorRef sender)
        {
        }
    }

    private sealed class Parent : UntypedActor
    {
        public Parent(IActorRef test)
        {
            Context.ActorOf(Props.Create(() => new Forwarder(test)), "child").Tell("started");
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef receiver) => ReceiveAny(receiver.Tell);
    }

    private sealed class Blocked : ReceiveActor
    {
        public Blocked(ManualResetEventSlim end) => ReceiveAny(_ => end.Wait());
    }

    private sealed class BlockingTarget(ManualResetEventSlim end) : ICanTell
    {
        private readonly System.Collections.Concurrent.BlockingCollection<object> _told = [];

        public void Tell(object message, IActorRef sender)
        {
            end.Wait();
            _told.Add(message);
        }

        public IEnumerable<int> Told(int count, TimeSpan limit)
        {
            for (var i = 0; i < count; i++)
                yield return _told.TryTake(out var message, limit) ? (int)message : -1;
        }
    }
}
