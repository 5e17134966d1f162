using Akka.Actor;
using Akka.Persistence.TestKit;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>What is stored when, and a store that hangs, fails or rejects.</summary>
public sealed class StripeWritingTests : StripeTestKit
{
    private readonly TestStore _store;

    public StripeWritingTests()
        : base(TestStore.Config) => _store = new TestStore(Sys, Time);

    [Fact]
    public void Call_is_neither_answered_nor_delivered_before_it_is_stored()
    {
        var stripe = StartStripe();
        _store.Hold();
        var reply = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "c", 1, [Schedule("k", 1_000)]));

        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(reply.IsCompleted);
        ExpectNoMsg(0);

        _store.LetGo(reply);
        Assert.Equal("k", ExpectMsg<DurableCallDue>().Key);
    }

    [Fact]
    public void Cancel_or_replacement_that_is_not_stored_yet_stops_deliveries_at_once()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("cancelled", 1_000), Schedule("replaced", 1_000), Schedule("kept", 1_000));
        _store.Hold();
        var first = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "c", 2, [Cancel("cancelled")]));
        var second = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "d", 1, [Schedule("replaced", 60_000)]));

        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("kept", ExpectMsg<DurableCallDue>().Key);
        ExpectNoMsg(0);

        _store.LetGo(Task.WhenAll(first, second));
        Assert.Equal([1], Time.WaitFor(first).Results);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        ExpectNoMsg(0);
    }

    [Fact]
    public void Stripe_that_is_handed_over_stores_and_answers_all_batches_delivers_no_more_and_stops()
    {
        var stripe = StartStripe();
        Watch(stripe);
        Store(stripe, "c", 1, Schedule("due", 1_000));
        _store.Hold();
        var first = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "c", 2, [Schedule("first", 1_000)]));
        var second = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "d", 1, [Schedule("second", 1_000)]));
        Time.RunUntilIdle();

        stripe.Tell(HandOver.Instance);
        Time.Advance(TimeSpan.FromSeconds(2));
        ExpectNoMsg(0);

        _store.LetGo(Task.WhenAll(first, second));
        ExpectTerminated(stripe);
        Assert.Equal(3, StateOf(StartStripe()).Pending);
    }

    [Fact]
    public void Idle_stripe_that_is_handed_over_stops_at_once()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 60_000));
        Watch(stripe);

        stripe.Tell(HandOver.Instance);
        Time.RunUntilIdle();

        ExpectTerminated(stripe);
    }

    [Fact]
    public void Call_that_is_stored_while_its_cancel_waits_is_not_delivered()
    {
        var stripe = StartStripe();
        _store.Hold();
        var schedule = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "c", 1, [Schedule("k", 1)]));
        Time.Advance(TimeSpan.FromSeconds(2));
        var cancel = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "d", 1, [Cancel("k")]));
        Time.RunUntilIdle();

        _store.LetGo(Task.WhenAll(schedule, cancel));

        Assert.Equal([1], Time.WaitFor(cancel).Results);
        ExpectNoMsg(0);
    }

    [Fact]
    public void Batches_that_arrive_during_a_write_are_one_event_up_to_the_most_changes()
    {
        var stripe = StartStripe(Settings with { MaxChanges = 4 });
        _store.Hold();
        var replies = Enumerable.Range(0, 8).Select(i => stripe.Ask<StripeBatchStored>(
            new StripeBatch(0, $"c{i}", 1, [Schedule($"a{i}", 60_000), Schedule($"b{i}", 60_000)]))).ToArray();
        Time.RunUntilIdle();

        _store.LetGo(Task.WhenAll(replies));

        // One batch alone, then two batches an event, and the last one.
        Assert.Equal(1 + 4, _store.Writes);
        Assert.Equal(16, StateOf(stripe).Pending);
    }

    [Fact]
    public void Copy_of_a_batch_that_is_being_written_is_not_written_again()
    {
        var stripe = StartStripe();
        _store.Hold();
        var batch = new StripeBatch(0, "c", 1, [Schedule("k", 60_000)]);
        stripe.Tell(batch, CreateTestProbe().Ref);
        Time.RunUntilIdle();
        var copy = stripe.Ask<StripeBatchStored>(batch);
        Time.RunUntilIdle();

        _store.LetGo(copy);

        Assert.Equal(1, _store.Writes);
        Assert.Equal(1, StateOf(stripe).Pending);
    }

    [Fact]
    public void Copy_of_the_last_batch_gets_the_same_reply_and_changes_nothing()
    {
        var stripe = StartStripe();
        Store(stripe, "other", 1, Schedule("k", 60_000));
        var changes = new[] { Cancel("k"), Schedule("l", 60_000), Cancel("m"), Schedule("l", 90_000) };
        var stored = Store(stripe, "c", 1, changes);
        Store(stripe, "other", 2, Schedule("k", 60_000), Schedule("m", 60_000), Cancel("l"));
        var writes = _store.Writes;

        for (var incarnation = 0; incarnation < 2; incarnation++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(stored.Results, Store(stripe, "c", 1, changes).Results);
            Assert.NotNull(Find(stripe, "k").Call);
            Assert.Null(Find(stripe, "l").Call);
            Stop(stripe);
            stripe = StartStripe();
        }

        Assert.Equal(writes, _store.Writes);
    }

    [Fact]
    public void Late_copy_of_an_older_batch_does_not_bring_a_cancelled_call_back()
    {
        var stripe = StartStripe();
        var schedule = new StripeBatch(0, "c", 1, [Schedule("k", 60_000)]);
        Ask<StripeBatchStored>(stripe, schedule);
        Store(stripe, "c", 2, Cancel("k"));

        for (var incarnation = 0; incarnation < 2; incarnation++)
        {
            stripe.Tell(schedule, TestActor);
            Assert.Equal(0, StateOf(stripe).Pending);
            ExpectNoMsg(0);
            Stop(stripe);
            stripe = StartStripe();
        }
    }

    [Fact]
    public void Client_is_remembered_while_it_is_silent_for_less_than_its_time()
    {
        var stripe = StartStripe(Settings with { MaxClients = 1, ClientMemory = TimeSpan.FromMinutes(30) });
        var batch = new StripeBatch(0, "c", 1, [Cancel("k")]);
        Ask<StripeBatchStored>(stripe, batch);

        Time.Advance(TimeSpan.FromMinutes(30));
        var refused = Ask<StripeBatchFailed>(stripe, new StripeBatch(0, "d", 1, [Cancel("k")]));
        Assert.Equal("1 other clients sent batches within 00:30:00", refused.Reason);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, Store(stripe, "d", 1, Cancel("k")).Number);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failed_or_rejected_write_tells_all_waiting_clients_and_stops_the_stripe(bool rejected)
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("kept", 60_000), Schedule("still", 60_000));
        Watch(stripe);
        _store.Failure = rejected ? new TestJournalRejectionException() : new TestJournalFailureException();
        _store.Hold();
        var written = stripe.Ask<StripeBatchFailed>(
            new StripeBatch(0, "c", 2, [Cancel("kept"), Schedule("lost", 1_000)]));
        Time.RunUntilIdle();
        var waiting = stripe.Ask<StripeBatchFailed>(new StripeBatch(0, "d", 1, [Cancel("still")]));
        var find = stripe.Ask<FoundCall>(new FindCall(0, "lost"));
        Time.RunUntilIdle();

        EventFilter.Error(contains: "stops and will recover").ExpectOne(
            () => _store.LetGo(Task.WhenAll(written, waiting)));

        Assert.StartsWith("the store failed: ", Time.WaitFor(written).Reason, StringComparison.Ordinal);
        Assert.Equal((2, 1), (Time.WaitFor(written).Number, Time.WaitFor(waiting).Number));
        var cause = Assert.ThrowsAny<Exception>(() => Time.WaitFor(find)).GetBaseException();
        Assert.StartsWith("the store failed: ", cause.Message, StringComparison.Ordinal);
        ExpectTerminated(stripe);
        _store.Failure = null;
        stripe = StartStripe();
        Assert.Equal(2, StateOf(stripe).Pending);
        Assert.Null(Find(stripe, "lost").Call);
        // The client of the failed batch may send it again.
        Assert.Equal(1, Store(stripe, "c", 2, Cancel("kept")).Results[0]);
        Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("still", ExpectMsg<DurableCallDue>().Key);
    }

    [Fact]
    public void Write_that_ends_after_the_fence_period_is_not_believed()
    {
        var stripe = StartStripe(Settings with { FencePeriod = TimeSpan.FromSeconds(8) });
        Store(stripe, "c", 1, Schedule("k", 3_600_000));
        Watch(stripe);
        _store.Hold();
        var reply = stripe.Ask<StripeBatchFailed>(new StripeBatch(0, "c", 2, [Cancel("k")]));
        Time.RunUntilIdle();
        Time.Spend(TimeSpan.FromSeconds(8));

        _store.LetGo(reply);

        Assert.Contains("a write ended more than 00:00:08", Time.WaitFor(reply).Reason, StringComparison.Ordinal);
        ExpectTerminated(stripe);
    }

    [Fact]
    public void Idle_stripe_writes_twice_in_a_fence_period_and_its_next_write_is_believed()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 3_600_000));

        for (var second = 0; second < 600; second++)
            Time.Advance(TimeSpan.FromSeconds(1));

        Assert.InRange(_store.Writes, 10, 12);
        Assert.Equal([1], Store(stripe, "c", 2, Cancel("k")).Results);
    }

    [Fact]
    public void Stripe_with_nothing_to_do_looks_at_the_time_of_day_every_ten_seconds()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 3_600_000));

        for (var second = 0; second < 30; second++)
        {
            // The time of day may be set forward: the stripe must not sleep until the next write.
            var wake = Assert.Single(Time.Pending(), static call => call.Description.Contains("Wake"));
            Assert.InRange(wake.Due, Time.Now, Time.Now.AddSeconds(10));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _store.Writes);
    }

    [Fact]
    public void Done_calls_of_a_write_that_fails_are_delivered_again()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = ExpectMsg<DurableCallDue>();
        Watch(stripe);
        _store.Failure = new TestJournalFailureException();

        stripe.Tell(due.Done());
        Time.RunUntilIdle();

        ExpectTerminated(stripe);
        _store.Failure = null;
        Assert.Equal(1, StateOf(StartStripe()).Pending);
        Assert.Equal(1, ExpectMsg<DurableCallDue>().Attempt);
    }
}
