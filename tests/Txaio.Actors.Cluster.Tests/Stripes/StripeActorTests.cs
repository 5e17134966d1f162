using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Scheduling, replacing and cancelling, and the delivery of what is due.</summary>
public sealed class StripeActorTests : StripeTestKit
{
    [Fact]
    public void Due_time_is_rounded_up_and_the_call_comes_exactly_then()
    {
        var stripe = StartStripe();
        Time.Advance(TimeSpan.FromMilliseconds(100));

        var stored = Store(stripe, "c", 1, Schedule("k", 950));

        Assert.Equal(Time.Start.AddSeconds(2).ToUnixTimeMilliseconds(), Assert.Single(stored.Results));
        Time.AdvanceTo(Time.Start.AddMilliseconds(1_999));
        ExpectNoMsg(0);
        Time.AdvanceTo(Time.Start.AddSeconds(2));
        var due = ExpectMsg<DurableCallDue>();
        Assert.Equal(
            ("test", "k", Time.Start.AddSeconds(2), 1, "message"),
            (due.Timer, due.Key, due.Due, due.Attempt, due.Message));
        Assert.Equal(stripe, LastSender);
    }

    [Fact]
    public void Clock_skew_is_added_before_the_due_time_is_rounded()
    {
        var stripe = StartStripe(Settings with { ClockSkew = TimeSpan.FromMilliseconds(1_500) });

        var stored = Store(stripe, "c", 1, Schedule("k", 1_000));

        Assert.Equal(Time.Start.AddSeconds(3).ToUnixTimeMilliseconds(), Assert.Single(stored.Results));
        Time.AdvanceTo(Time.Start.AddMilliseconds(2_999));
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg<DurableCallDue>();
    }

    [Fact]
    public void Done_call_is_never_delivered_again_also_after_recovery()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        stripe.Tell(ExpectMsg<DurableCallDue>().Done());
        Time.RunUntilIdle();
        Assert.Equal(0, StateOf(stripe).Pending);

        Stop(stripe);
        stripe = StartStripe();
        Assert.Equal(0, StateOf(stripe).Pending);
        Time.Advance(TimeSpan.FromHours(1));
        ExpectNoMsg(0);
    }

    [Fact]
    public void Stored_call_survives_the_stripe_and_is_delivered_by_the_next()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 60_000));
        Stop(stripe);
        Time.Advance(TimeSpan.FromSeconds(30));

        stripe = StartStripe();

        Assert.Equal("k", Find(stripe, "k").Call?.Key);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("k", ExpectMsg<DurableCallDue>().Key);
    }

    [Fact]
    public void Cancel_says_exactly_whether_the_key_had_a_call()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000));

        Assert.Equal([1, 0, 0], Store(stripe, "c", 2, Cancel("k"), Cancel("k"), Cancel("other")).Results);

        Time.Advance(TimeSpan.FromMinutes(1));
        ExpectNoMsg(0);
    }

    [Fact]
    public void Cancel_in_the_batch_of_its_schedule_finds_it_and_leaves_nothing()
    {
        var stripe = StartStripe();

        var stored = Store(
            stripe, "c", 1, Schedule("k", 1_000), Cancel("k"), Schedule("l", 1_000), Schedule("l", 5_000));

        Assert.Equal(1, stored.Results[1]);
        Stop(stripe);
        stripe = StartStripe();
        Assert.Equal(1, StateOf(stripe).Pending);
        Time.Advance(TimeSpan.FromSeconds(4));
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("l", ExpectMsg<DurableCallDue>().Key);
    }

    [Fact]
    public void Replaced_call_is_delivered_once_at_its_new_time_with_its_new_message()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000, message: "old"));
        Store(stripe, "c", 2, Schedule("k", 5_000, message: "new"));

        Time.Advance(TimeSpan.FromSeconds(4));
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new", ExpectMsg<DurableCallDue>().Message);
        Assert.Equal(1, StateOf(stripe).Pending);
    }

    [Fact]
    public void Acknowledgement_of_a_replaced_call_does_not_end_the_new_one()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        var old = ExpectMsg<DurableCallDue>();
        // A due time that has passed: the new call must not get the due time of the old one.
        Store(stripe, "c", 2, ScheduleAt("k", old.Due.ToUnixTimeMilliseconds()));

        stripe.Tell(old.Done());
        Time.RunUntilIdle();

        Assert.Equal(1, StateOf(stripe).Pending);
        Time.Advance(TimeSpan.FromSeconds(1));
        stripe.Tell(ExpectMsg<DurableCallDue>().Done());
        Time.RunUntilIdle();
        Assert.Equal(0, StateOf(stripe).Pending);
    }

    [Fact]
    public void Cancelled_or_replaced_call_is_not_delivered_again()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("cancelled", 1_000), Schedule("replaced", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        ReceiveN(2);

        Assert.Equal(1, Store(stripe, "c", 2, Cancel("cancelled"), Schedule("replaced", 3_600_000)).Results[0]);
        Assert.Equal(0, StateOf(stripe).Unacknowledged);

        Time.Advance(TimeSpan.FromMinutes(30));
        ExpectNoMsg(0);
    }

    [Fact]
    public void Unknown_acknowledgements_are_ignored()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 60_000));

        foreach (var key in new[] { "k", "other", "", new string('x', 100_000), null! })
            stripe.Tell(new DurableCallDone(key, Time.Now));
        Time.RunUntilIdle();

        Assert.Equal(1, StateOf(stripe).Pending);
    }

    [Fact]
    public void Missed_calls_are_delivered_late_or_dropped_as_the_timer_says()
    {
        foreach (var missed in new[] { MissedCalls.Fire, MissedCalls.Drop })
        {
            var settings = Settings with { Timer = $"{missed}", Missed = missed };
            var stripe = StartStripe(settings);
            Store(stripe, "c", 1, Schedule("missed", 10_000), Schedule("just", 20_000), Schedule("later", 60_000));
            Stop(stripe);
            Time.Advance(TimeSpan.FromSeconds(21));

            stripe = StartStripe(settings);
            Time.RunUntilIdle();

            string[] expected = missed == MissedCalls.Fire ? ["missed", "just"] : ["just"];
            Assert.Equal(expected, ReceiveN(expected.Length).Select(static due => ((DurableCallDue)due).Key));
            ExpectNoMsg(0);
            Assert.Equal(missed == MissedCalls.Fire ? 3 : 2, StateOf(stripe).Pending);
            Stop(stripe);
            stripe = StartStripe(settings);
            Assert.Equal(missed == MissedCalls.Fire ? 3 : 2, StateOf(stripe).Pending);
            ReceiveN(expected.Length);
            Stop(stripe);
        }
    }

    [Fact]
    public void State_counts_what_is_stored_and_what_is_not_acknowledged()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("a", 1_000), Schedule("b", 5_000));
        Assert.Equal(new StripeState(0, 2, 0, NowMs + 1_000), StateOf(stripe));

        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new StripeState(0, 2, 1, NowMs), StateOf(stripe));
        Assert.Null(Find(stripe, "none").Call);
    }
}
