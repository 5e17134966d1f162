using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>What a stripe keeps while its store does not reply has a bound, whatever arrives.</summary>
public sealed class SlowStoreTests : StripeTestKit
{
    private readonly TestStore _store;

    public SlowStoreTests()
        : base(TestStore.Config) => _store = new TestStore(Sys, Time);

    [Fact]
    public void Call_that_is_acknowledged_again_and_again_is_kept_once()
    {
        const int Copies = 20_000;
        const int KeyLength = 1_000;
        var stripe = StartStripe();
        var key = new string('k', KeyLength);
        Store(stripe, "c", 1, Schedule(key, 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = ExpectMsg<DurableCallDue>();
        var reply = WriteThatHangs(stripe);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Copies; i++)
            stripe.Tell(new DurableCallDone(new string('k', KeyLength), due.Due));
        Time.RunUntilIdle();

        // Each copy has a key of its own, of two bytes a character.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Copies * KeyLength / 2);
        _store.LetGo(reply);
        Assert.Equal(1, StateOf(stripe).Pending);
    }

    [Fact]
    public void Acknowledgement_of_a_call_with_the_key_and_due_time_of_an_earlier_one_counts()
    {
        var stripe = StartStripe();
        var due = Time.Start.AddMinutes(1);
        for (var number = 1; number <= 3; number++)
        {
            Store(stripe, "c", number, ScheduleAt("k", due.ToUnixTimeMilliseconds()));
            stripe.Tell(new DurableCallDone("k", due));
            Time.RunUntilIdle();
            Assert.Equal(0, StateOf(stripe).Pending);
        }
    }

    [Fact]
    public void Batches_are_refused_when_too_many_changes_wait()
    {
        var stripe = StartStripe(Settings with { MaxWaiting = 3 });
        var first = WriteThatHangs(stripe);
        var waiting = stripe.Ask<StripeBatchStored>(
            new StripeBatch(0, "c", 1, [Cancel("a"), Cancel("b"), Cancel("c")]));
        Time.RunUntilIdle();

        var refused = Ask<StripeBatchFailed>(stripe, new StripeBatch(0, "d", 1, [Cancel("a")]));

        Assert.Equal("3 changes wait for the store; at most 3 may", refused.Reason);
        _store.LetGo(Task.WhenAll(first, waiting));
        Assert.Equal(1, Store(stripe, "d", 1, Cancel("a")).Number);
    }

    [Fact]
    public void Batches_are_refused_when_too_many_bytes_wait()
    {
        var stripe = StartStripe(Settings with { MaxWaitingBytes = 1_000 });
        var first = WriteThatHangs(stripe);
        // Alone, a batch may be larger.
        var large = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "c", 1, [Large("a", 1_500)]));
        Time.RunUntilIdle();

        var refused = Ask<StripeBatchFailed>(stripe, new StripeBatch(0, "d", 1, [Large("b", 1)]));

        Assert.Equal("1500 bytes of messages wait for the store; at most 1000 may", refused.Reason);
        _store.LetGo(Task.WhenAll(first, large));
        Assert.Equal(1, Store(stripe, "d", 1, Large("b", 1_000)).Number);
    }

    [Fact]
    public void Clients_that_wait_count_among_the_most_clients()
    {
        var stripe = StartStripe(Settings with { MaxClients = 3 });
        var first = WriteThatHangs(stripe);
        var second = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "a", 1, [Cancel("k")]));
        var third = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "b", 1, [Cancel("k")]));
        Time.RunUntilIdle();

        var refused = Ask<StripeBatchFailed>(stripe, new StripeBatch(0, "c", 1, [Cancel("k")]));

        Assert.Equal("3 other clients sent batches within 01:00:00", refused.Reason);
        _store.LetGo(Task.WhenAll(first, second, third));
        Assert.Equal(2, Store(stripe, "b", 2, Cancel("k")).Number);
    }

    [Fact]
    public void Look_ups_wait_up_to_their_bound_and_see_the_write()
    {
        var stripe = StartStripe(Settings with { MaxLookups = 2 });
        var reply = WriteThatHangs(stripe);
        var found = stripe.Ask<FoundCall>(new FindCall(0, "hanging"));
        var none = stripe.Ask<FoundCall>(new FindCall(0, "none"));
        var refused = stripe.Ask<FoundCall>(new FindCall(0, "hanging"));
        Time.RunUntilIdle();

        var cause = Assert.ThrowsAny<Exception>(() => Time.WaitFor(refused)).GetBaseException();

        Assert.Equal("2 look-ups wait for the store; no more may", cause.Message);
        Assert.False(found.IsCompleted || none.IsCompleted);
        _store.LetGo(Task.WhenAll(reply, found, none));
        Assert.Equal("hanging", Time.WaitFor(found).Call?.Key);
        Assert.Null(Time.WaitFor(none).Call);
    }

    [Fact]
    public void Requests_wait_for_the_recovery_up_to_their_bound()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = ExpectMsg<DurableCallDue>();
        Stop(stripe);
        _store.HoldRecoveries();
        stripe = StartStripe(Settings with { MaxWaitingForRecovery = 3 });
        for (var i = 0; i < 100; i++)
            stripe.Tell(new WakeStripe(0));
        var replies = Enumerable.Range(0, 5).Select(_ => stripe.Ask<StripeState>(new GetStripeState(0))).ToList();
        Time.RunUntilIdle();
        stripe.Tell(due.Done());
        Time.RunUntilIdle();

        _store.LetRecoveriesGo();

        Time.WaitFor(Task.WhenAll(replies.Take(3)));
        Time.RunUntilIdle();
        Assert.All(replies.Skip(3), static reply => Assert.False(reply.IsCompleted));
        // The acknowledgement was one too many, so the call is not done.
        Assert.Equal("k", ExpectMsg<DurableCallDue>().Key);
        Assert.Equal(1, StateOf(stripe).Pending);
        ExpectNoMsg(0);
    }

    [Fact]
    public void Write_marks_at_most_so_many_calls_as_done_as_it_may_have_changes()
    {
        var stripe = StartStripe(Settings with { MaxChanges = 2 });
        for (var i = 1; i <= 3; i++)
            Store(stripe, "c", i, Schedule($"a{i}", 1_000), Schedule($"b{i}", 1_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        var due = ReceiveN(6).Cast<DurableCallDue>().ToList();
        var reply = WriteThatHangs(stripe);
        var writes = _store.Writes;
        foreach (var call in due)
            stripe.Tell(call.Done());
        Time.RunUntilIdle();

        _store.LetGo(reply);

        Assert.Equal(1, StateOf(stripe).Pending);
        Find(stripe, "none");
        Assert.Equal(3, _store.Writes - writes);
    }

    [Fact]
    public void Batches_are_one_event_up_to_the_most_bytes()
    {
        var stripe = StartStripe(Settings with { MaxEventBytes = 1_000 });
        var reply = WriteThatHangs(stripe);
        var writes = _store.Writes;
        // The first event has two of them, the second the large one alone.
        int[] bytes = [500, 500, 1_001, 1];
        var replies = bytes.Select((size, i) => stripe.Ask<StripeBatchStored>(
            new StripeBatch(0, $"c{i}", 1, [Large($"{i}", size)]))).ToList();
        Time.RunUntilIdle();

        _store.LetGo(Task.WhenAll([reply, .. replies]));

        Assert.Equal(3, _store.Writes - writes);
    }

    private Task<StripeBatchStored> WriteThatHangs(IActorRef stripe)
    {
        _store.Hold();
        var reply = stripe.Ask<StripeBatchStored>(new StripeBatch(0, "hangs", 1, [Schedule("hanging", 3_600_000)]));
        Time.RunUntilIdle();
        return reply;
    }

    private Wire.Change Large(string key, int bytes)
    {
        var change = Schedule(key, 3_600_000);
        change.Schedule.Message = new Wire.Payload { Data = ByteString.CopyFrom(new byte[bytes]) };
        return change;
    }
}
