using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Timer messages that belong to an actor, on loops and on batched timers.</summary>
public sealed partial class ActorTimersTests()
    : TimersTestBase("txaio.loops.small { capacity = 1, dispatcher.type = PinnedDispatcher }")
{
    public static TheoryData<string> Kinds => ["loop", "batched"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_comes_once_and_is_not_active_while_it_is_handled(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers => timers.StartSingleTimer("key", "message", Seconds(10)));
        Do(actor, timers => Assert.True(timers.IsTimerActive("key")));
        Time.Advance(Seconds(12));

        Assert.Equal(["message active: "], Received);
        Time.Advance(Seconds(100));
        Assert.Single(Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Same_key_replaces_and_another_does_not(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "old", Seconds(10));
            timers.StartSingleTimer("key", "new", Seconds(20));
            timers.StartSingleTimer("other", "other", Seconds(10));
            Assert.Equal(["key", "other"], timers.ActiveTimers.Order());
        });
        Time.Advance(Seconds(30));

        Assert.Equal(["other active: key", "new active: "], Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_in_the_mailbox_is_not_delivered_after_a_cancel(string kind)
    {
        var actor = Start(kind);
        Before(actor, timers => timers.CancelAll());
        Do(actor, timers => timers.StartSingleTimer("key", "stale", Seconds(10)));
        Do(actor, timers => timers.StartPeriodicTimer("often", "often", Seconds(10)));

        Time.Advance(Seconds(100));
        Assert.Empty(Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_in_the_mailbox_is_not_delivered_after_a_replacement(string kind)
    {
        var actor = Start(kind);
        Before(actor, timers =>
        {
            timers.StartSingleTimer("key", "new", Seconds(10));
            Assert.True(timers.Reset("reset", Seconds(50)));
        });
        Do(actor, timers => timers.StartSingleTimer("key", "stale", Seconds(10)));
        Do(actor, timers => timers.StartSingleTimer("reset", "later", Seconds(10)));
        Time.Advance(Seconds(11));

        Assert.Empty(Received);
        Time.Advance(Seconds(100));
        Assert.Equal(["new active: reset", "later active: "], Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_moves_the_message(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers => timers.StartSingleTimer("key", "message", Seconds(10)));
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(Seconds(8));
            Do(actor, timers => Assert.True(timers.Reset("key", Seconds(10))));
        }

        Assert.Empty(Received);
        Time.Advance(Seconds(12));
        Assert.Single(Received);
        Do(actor, timers => Assert.False(timers.Reset("key", Seconds(10))));
        Time.Advance(Seconds(12));
        Assert.Single(Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Periodic_message_comes_at_each_tick_until_it_is_cancelled(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Seconds(5), Seconds(10)));
        Time.Advance(Seconds(26));
        Assert.Equal(3, Received.Count);
        Assert.All(Received, static text => Assert.Equal("tick active: key", text));

        Do(actor, timers => timers.Cancel("key"));

        Time.Advance(Seconds(100));
        Assert.Equal(3, Received.Count);
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cancelled_message_is_not_scheduled_any_more(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers => timers.StartSingleTimer("key", "message", Seconds(10)));

        Do(actor, timers =>
        {
            timers.Cancel("none");
            timers.Cancel("key");
        });

        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_of_another_kind_or_interval_replaces_the_message_of_its_key(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers =>
        {
            timers.StartSingleTimer("to periodic", "tick", Seconds(10));
            timers.StartPeriodicTimer("to periodic", "tick", Seconds(10));
            timers.StartPeriodicTimer("to single", "once", Seconds(10));
            timers.StartSingleTimer("to single", "once", Seconds(10));
            timers.StartPeriodicTimer("slower", "slow", Seconds(10));
            timers.StartPeriodicTimer("slower", "slow", Seconds(20));
        });
        Assert.Equal(3, TxaioExtension.Get(Sys).GetScheduledCalls().Count);

        Time.Advance(Seconds(45));

        Assert.Equal(
            [("once", 1), ("slow", 2), ("tick", 4)],
            Received.CountBy(static text => text.Split(' ')[0]).Select(static count => (count.Key, count.Value)).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_actor_leaves_nothing_behind(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "message", TimeSpan.FromHours(1));
            timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromHours(1));
        });
        Assert.Equal(2, TxaioExtension.Get(Sys).GetScheduledCalls().Count);

        Sys.Stop(actor);
        Time.RunUntilIdle();

        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Theory]
    [InlineData("loop", false)]
    [InlineData("batched", false)]
    [InlineData("loop", true)]
    [InlineData("batched", true)]
    public void Restarted_actor_gets_no_message_of_the_instance_before(string kind, bool preRestartThrows)
    {
        var actor = Start(kind, preRestartThrows);
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "message", Seconds(10));
            timers.StartPeriodicTimer("tick", "tick", Seconds(10));
        });
        actor.Tell(new Work(_ => throw new InvalidOperationException("restart")));
        Time.RunUntilIdle();
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());

        Do(actor, timers => timers.StartSingleTimer("key", "new", Seconds(10)));
        Time.Advance(Seconds(100));

        Assert.Equal(["new active: "], Received);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Late_repetition_is_followed_by_the_next_one_that_is_not_missed(string kind)
    {
        var actor = Start(kind);
        // The actor is busy until 35 s while its first repetition waits.
        Before(actor, _ => Time.Spend(Seconds(25)));
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Seconds(10)));

        Time.Advance(Seconds(39));
        Assert.Single(Received);
        Time.Advance(Seconds(2));
        Assert.Equal(2, Received.Count);
        Time.Advance(Seconds(10));
        Assert.Equal(3, Received.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_of_another_sender_replaces_the_message_of_its_key(string kind)
    {
        var actor = Start(kind);
        IActorRef? sender = null;
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "old", Seconds(10));
            timers.StartSingleTimer(
                "key", new Work(_ => sender = InternalCurrentActorCellKeeper.Current!.Sender), Seconds(10), TestActor);
        });
        Assert.Single(TxaioExtension.Get(Sys).GetScheduledCalls());

        Time.Advance(Seconds(12));

        Assert.Empty(Received);
        Assert.Equal(TestActor, sender);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Timers_that_the_actor_had_from_Akka_are_cancelled(string kind)
    {
        var make = Make(kind, Api);
        var actor = Sys.ActorOf(
            Props.Create(() => new Changing(make, Received)).WithDispatcher(VirtualDispatcherId));
        Time.Advance(Seconds(1));
        Assert.Equal(["of Akka"], Received);

        actor.Tell(new Work(static timers => timers.StartSingleTimer("key", "new", Seconds(20))));
        Time.Advance(Seconds(100));

        Assert.Equal(["of Akka", "new"], Received);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public void Message_in_the_mailbox_is_not_delivered_after_a_restart()
    {
        var actor = Start("loop");
        Before(actor, _ => throw new InvalidOperationException("restart"));
        Do(actor, timers => timers.StartSingleTimer("key", "stale", Seconds(10)));
        Time.Advance(Seconds(100));

        Assert.Empty(Received);
    }

    [Fact]
    public void Stale_message_leaves_the_receive_timeout_alone()
    {
        var actor = Start("loop");
        // At 10 s the actor sets its receive timeout. At 35 s it cancels the timer message, which is in its mailbox.
        Before(actor, _ => InternalCurrentActorCellKeeper.Current!.SetReceiveTimeout(Seconds(30)));
        Before(actor, timers => timers.Cancel("key"), 35, quiet: true);
        Do(actor, timers => timers.StartSingleTimer("key", "stale", Seconds(35)));

        Time.Advance(Seconds(41));
        Assert.Equal([$"{ReceiveTimeout.Instance} active: "], Received);
    }

    [Fact]
    public void Use_outside_of_the_actor_is_refused()
    {
        ActorTimers? timers = null;
        Do(Start("loop"), own => timers = own);

        var error = Assert.Throws<InvalidOperationException>(
            () => timers!.StartSingleTimer("key", "message", Seconds(1)));

        Assert.Contains("can be used by that actor only", error.Message);
        Assert.Throws<InvalidOperationException>(() => timers!.Cancel("key"));
        Assert.Throws<InvalidOperationException>(() => timers!.CancelAll());
        Assert.Throws<InvalidOperationException>(() => timers!.IsTimerActive("key"));
        Assert.Throws<InvalidOperationException>(() => timers!.Reset("key", Seconds(1)));
        Assert.Throws<InvalidOperationException>(() => _ = timers!.ActiveTimers);
        Assert.Throws<ArgumentNullException>("actor", () => Api.MakeActorTimers(null!));
        Assert.Contains(
            "has to be called by that actor",
            Assert.Throws<InvalidOperationException>(() => Api.MakeActorTimers(new NoActor())).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Arguments_out_of_their_range_are_refused_and_change_nothing(string kind)
    {
        var actor = Start(kind);
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "message", Seconds(1));
            Assert.Throws<ArgumentNullException>("key", () => timers.StartSingleTimer(null!, "x", Seconds(1)));
            Assert.Throws<ArgumentNullException>("msg", () => timers.StartSingleTimer("key", null!, Seconds(1)));
            Assert.Throws<ArgumentOutOfRangeException>(
                "timeout", () => timers.StartSingleTimer("key", "x", TimeSpan.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>(
                "timeout", () => timers.StartSingleTimer("key", "x", TimeSpan.MaxValue, ActorRefs.NoSender));
            Assert.Throws<ArgumentOutOfRangeException>(
                "initialDelay", () => timers.StartPeriodicTimer("key", "x", TimeSpan.MaxValue, Seconds(1)));
            Assert.Throws<ArgumentOutOfRangeException>("delay", () => timers.Reset("key", TimeSpan.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>("delay", () => timers.Reset("none", TimeSpan.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>(
                "interval", () => timers.StartPeriodicTimer("key", "x", TimeSpan.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>(
                "interval", () => timers.StartPeriodicTimer("key", "x", TimeSpan.Zero));
            timers.StartPeriodicTimer("longest", "x", TimeSpan.FromDays(36_500));
            timers.Cancel("longest");
        });
        Time.Advance(Seconds(3));

        Assert.Equal(["message active: "], Received);
    }

    [Fact]
    public void Listing_names_the_message_and_reading_it_in_the_actor_keeps_it()
    {
        var actor = Start("loop");
        Do(actor, timers => timers.StartSingleTimer("key", "message", Seconds(1)));
        Do(actor, _ => Assert.StartsWith(
            "String to", Assert.Single(TxaioExtension.Get(Sys).GetScheduledCalls()).Description));
        Time.Advance(Seconds(3));

        Assert.Single(Received);
    }

    [Fact]
    public void Ended_timer_ends_a_periodic_message_quietly()
    {
        using var timer = Api.MakeBatchedTimer(Seconds(1));
        var actor = Start(timer.MakeActorTimers);
        Do(actor, timers => timers.StartPeriodicTimer("tick", "tick", Seconds(10)));
        Time.Advance(Seconds(11));
        timer.Dispose();
        Time.Advance(Seconds(100));

        Assert.Single(Received);
        Do(actor, timers => Assert.Throws<ObjectDisposedException>(
            () => timers.StartSingleTimer("key", "x", Seconds(1))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_of_the_last_PostStop_is_dropped_when_it_is_due(string kind)
    {
        var actor = Start(kind, startsInPostStop: true);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Do(actor, timers => timers.StartPeriodicTimer("tick", "tick", Seconds(10)));
        Sys.Stop(actor);
        Time.RunUntilIdle();

        Assert.StartsWith("String to", Assert.Single(TxaioExtension.Get(Sys).GetScheduledCalls()).Description);
        Time.Advance(Seconds(100));
        Assert.Empty(Received);
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
        ExpectNoMsg(TimeSpan.Zero);
    }

    private List<string> Received { get; } = [];

    private static Func<IWithTimers, ActorTimers> Make(string kind, ITxaio api) => kind == "loop"
        ? api.MakeActorTimers
        : api.MakeBatchedTimer(Seconds(1), rounding: BucketRounding.Up).MakeActorTimers;

    private IActorRef Start(string kind, bool preRestartThrows = false, bool startsInPostStop = false) =>
        Start(Make(kind, Api), preRestartThrows, startsInPostStop);

    private IActorRef Start(string kind, ITxaio api) => Start(Make(kind, api));

    private IActorRef Start(
        Func<IWithTimers, ActorTimers> make, bool preRestartThrows = false, bool startsInPostStop = false) =>
        Sys.ActorOf(Props.Create(() => new Owner(make, Received, preRestartThrows, startsInPostStop))
            .WithDispatcher(VirtualDispatcherId));

    private void Do(IActorRef actor, Action<ActorTimers> action)
    {
        Exception? failed = null;
        actor.Tell(new Work(timers => failed = Record.Exception(() => action(timers))));
        Time.RunUntilIdle();
        Assert.Null(failed);
    }

    // Tells the actor the action after some seconds. Timer messages that are due at the same time are then in the
    // mailbox behind the action.
    private void Before(IActorRef actor, Action<ActorTimers> action, double seconds = 10, bool quiet = false) =>
        Api.CallLater(Seconds(seconds), actor, quiet ? new QuietWork(action) : new Work(action));

    private record Work(Action<ActorTimers> Action) : INoSerializationVerificationNeeded;

    private sealed record QuietWork(Action<ActorTimers> Action) : Work(Action), INotInfluenceReceiveTimeout;

    private sealed class NoActor : IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Owner : ReceiveActor, IWithTimers
    {
        private readonly bool _preRestartThrows;

        private readonly bool _startsInPostStop;

        public Owner(
            Func<IWithTimers, ActorTimers> make, List<string> received, bool preRestartThrows, bool startsInPostStop)
        {
            _preRestartThrows = preRestartThrows;
            _startsInPostStop = startsInPostStop;
            var timers = make(this);
            Assert.Same(timers, Timers);
            Receive<Work>(work => work.Action(timers));
            ReceiveAny(message => received.Add($"{message} active: {string.Join(',', timers.ActiveTimers)}"));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PostStop()
        {
#pragma warning disable AK1007 // That it is not honored is what the test looks at.
            if (_startsInPostStop)
                Timers.StartPeriodicTimer("late", "late", TimeSpan.FromSeconds(20));
#pragma warning restore AK1007
        }

        protected override void PreRestart(Exception reason, object message)
        {
            // Akka has already cancelled the timers of this instance, so the new instance must end this one.
#pragma warning disable AK1007 // The tests check that the actor never gets this message.
            Timers.StartSingleTimer("late", "late", TimeSpan.FromSeconds(1));
#pragma warning restore AK1007
            if (_preRestartThrows)
                throw new InvalidOperationException("from PreRestart");
        }
    }

    /// <summary>An actor that changes from Akka's timers to timers of the library when it gets its first message.</summary>
    private sealed class Changing : ReceiveActor, IWithTimers
    {
        public Changing(Func<IWithTimers, ActorTimers> make, List<string> received)
        {
            Receive<Work>(work => work.Action(make(this)));
            Receive<string>(received.Add);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("first", "of Akka", TimeSpan.FromSeconds(1));
            Timers.StartPeriodicTimer("key", "cancelled", TimeSpan.FromSeconds(10));
        }
    }
}
