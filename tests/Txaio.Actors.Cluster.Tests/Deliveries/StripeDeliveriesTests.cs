using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.Cluster.Tests.Stripes;
using DurableCallDue = Txaio.Actors.Cluster.Messages.DurableCallDue;

namespace Txaio.Actors.Cluster.Tests.Deliveries;

/// <summary>Deliveries that are not acknowledged, and those that cannot be made.</summary>
public sealed class StripeDeliveriesTests : StripeTestKit
{
    private readonly StripeSettings _settings = Settings with
    {
        MinBackoff = TimeSpan.FromSeconds(1),
        MaxBackoff = TimeSpan.FromSeconds(4),
        MaxAttempts = 4,
    };

    [Fact]
    public void Call_without_acknowledgement_is_delivered_again_and_then_given_up_for_good()
    {
        var stripe = StartStripe(_settings);
        var dead = CreateTestProbe();
        Sys.EventStream.Subscribe(dead, typeof(DurableCallGivenUp));
        Sys.EventStream.Subscribe(dead, typeof(DeadLetter));
        Store(stripe, "c", 1, Schedule("k", 1_000));

        Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal([1, 2, 3, 4], ReceiveN(4).Select(static due => ((DurableCallDue)due).Attempt));
        var givenUp = dead.FishForMessage<DurableCallGivenUp>(static _ => true);
        Assert.Equal(("test", "k", 4, "message"), (givenUp.Timer, givenUp.Key, givenUp.Attempts, givenUp.Message));
        Assert.IsType<ActorTarget>(givenUp.Target);
        dead.FishForMessage<DeadLetter>(static letter => letter.Message is DurableCallDue { Key: "k" });
        Assert.Equal(0, StateOf(stripe).Pending);
        Stop(stripe);
        Assert.Equal(0, StateOf(StartStripe(_settings)).Pending);
    }

    [Fact]
    public void Window_bounds_the_deliveries_on_their_way_and_acknowledgements_make_room()
    {
        var stripe = StartStripe(Settings with { Window = 3 });
        Store(stripe, "c", 1, [.. Enumerable.Range(0, 10).Select(i => Schedule($"k{i}", 1_000))]);
        Time.Advance(TimeSpan.FromSeconds(2));

        var onTheirWay = new Queue<DurableCallDue>();
        for (var i = 0; i < 10; i++)
        {
            onTheirWay.Enqueue(ExpectMsg<DurableCallDue>());
            Assert.Equal($"k{i}", onTheirWay.Last().Key);
            if (onTheirWay.Count < 3)
                continue;
            ExpectNoMsg(0);
            stripe.Tell(onTheirWay.Dequeue().Done());
            Time.RunUntilIdle();
        }

        Assert.Equal(2, StateOf(stripe).Unacknowledged);
    }

    [Fact]
    public void Call_that_cannot_be_delivered_here_is_a_failed_attempt_with_one_line_and_harms_no_other()
    {
        var stripe = StartStripe(_settings);
        var unreadable = Schedule("unreadable", 1_000);
        unreadable.Schedule.Message = new Payload { SerializerId = 99_999, Manifest = "x" };
        var entity = Schedule("entity", 1_000);
        entity.Schedule.Target = new Target { Shard = new Shard { Type = "orders", EntityId = "1" } };
        var path = Schedule("path", 1_000);
        path.Schedule.Target = new Target { Actor = "no path" };
        Store(stripe, "c", 1, unreadable, entity, path, Schedule("good", 1_000));

        EventFilter.Warning(contains: "could not deliver a call").ExpectOne(
            () => Time.Advance(TimeSpan.FromSeconds(1)));

        stripe.Tell(ExpectMsg<DurableCallDue>(static due => due.Key == "good").Done());
        Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, StateOf(stripe).Pending);
        ExpectNoMsg(0);
    }

    [Fact]
    public void Call_whose_message_cannot_be_read_is_given_up_with_an_event_and_a_line_that_say_so()
    {
        var stripe = StartStripe(_settings);
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(DurableCallGivenUp));
        var unreadable = Schedule("unreadable", 1_000);
        unreadable.Schedule.Message = new Payload { SerializerId = 99_999, Manifest = "x" };
        Store(stripe, "c", 1, unreadable);

        EventFilter.Warning(contains: "whose message cannot be read").ExpectOne(
            () => Time.Advance(TimeSpan.FromSeconds(20)));

        var givenUp = probe.ExpectMsg<DurableCallGivenUp>();
        Assert.Equal(("unreadable", 4), (givenUp.Key, givenUp.Attempts));
        Assert.Null(givenUp.Message);
        Assert.Equal("DurableCallGivenUp(test, 4 attempts, not readable)", givenUp.ToString());
    }

    /// <summary>Akka would log a line for each delivery, and any node can store such a call.</summary>
    [Fact]
    public void Target_at_an_address_that_no_transport_reaches_is_a_failed_attempt_with_one_line()
    {
        var stripe = StartStripe(_settings);
        var unreachable = Schedule("unreachable", 1_000);
        unreachable.Schedule.Target = new Target { Actor = "akka.other://other@127.0.0.1:1/user/x" };
        Store(stripe, "c", 1, unreachable);

        EventFilter.Warning(contains: "no transport of this node reaches the target's address").ExpectOne(
            () => Time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Targets_that_are_missing_do_not_keep_the_window_from_others()
    {
        var settings = _settings with { Window = 1, MaxAttempts = 100, MaxBackoff = TimeSpan.FromMinutes(10) };
        var stripe = StartStripe(settings);
        var silent = CreateTestProbe();
        Store(stripe, "c", 1, Schedule("silent", 1_000, silent), Schedule("good", 2_000));

        Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("good", ExpectMsg<DurableCallDue>().Key);
    }

    [Fact]
    public void Target_is_looked_up_at_each_delivery()
    {
        var stripe = StartStripe(_settings);
        var change = Schedule("k", 1_000);
        change.Schedule.Target = new Target { Actor = $"{Sys.ActorOf(Props.Empty).Path.Root}user/later" };
        Store(stripe, "c", 1, change);
        Time.Advance(TimeSpan.FromSeconds(1));

        Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)), "later");
        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, ExpectMsg<DurableCallDue>().Attempt);
    }

    private sealed class Forwarder(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }
}
