using Google.Protobuf;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Cluster.Stripes;
using FindCall = Txaio.Actors.Cluster.Protocol.FindCall;
using StripeBatch = Txaio.Actors.Cluster.Protocol.StripeBatch;
using StripeBatchFailed = Txaio.Actors.Cluster.Protocol.StripeBatchFailed;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Batches that no client of this library sends.</summary>
public sealed class HostileBatchTests : StripeTestKit
{
    public HostileBatchTests()
        : base("akka.actor.serialize-messages = off")
    {
    }

    [Fact]
    public void Wrong_batches_are_refused_with_a_reason_and_one_line_and_change_nothing()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("kept", 60_000));
        var state = StateOf(stripe);
        var refused = new List<string>();

        EventFilter.Warning(contains: "refused a batch").ExpectOne(() =>
        {
            foreach (var batch in Wrong())
            {
                var failed = Ask<StripeBatchFailed>(stripe, batch);
                Assert.Equal(batch.Number, failed.Number);
                Assert.InRange(failed.Reason.Length, 10, 600);
                Assert.DoesNotContain('\n', failed.Reason);
                refused.Add(failed.Reason);
            }
        });

        Assert.Equal(Wrong().Count(), refused.Count);
        Assert.Equal(state, StateOf(stripe));
        Assert.NotNull(Find(stripe, "kept").Call);
    }

    [Fact]
    public void Longest_key_and_largest_message_are_stored()
    {
        var stripe = StartStripe();
        var change = Schedule(new string('\u20AC', 1_024), 0);
        change.Schedule.Message = new Payload { Data = ByteString.CopyFrom(new byte[Settings.MaxPayload]) };

        Store(stripe, "c", 1, change);

        Assert.NotNull(Find(stripe, new string('\u20AC', 1_024)).Call);
    }

    [Fact]
    public void Find_with_a_wrong_key_gets_no_reply_and_harms_nothing()
    {
        var stripe = StartStripe();
        foreach (var key in new[] { null!, "", new string('x', 1_025), "\uD800" })
            stripe.Tell(new FindCall(0, key), TestActor);

        Assert.Equal(0, StateOf(stripe).Pending);
        ExpectNoMsg(0);
    }

    [Fact]
    public void More_calls_or_waiting_changes_than_allowed_are_refused()
    {
        var stripe = StartStripe(Settings with { MaxPending = 2 });
        Store(stripe, "c", 1, Schedule("a", 60_000), Schedule("b", 60_000));

        var failed = Ask<StripeBatchFailed>(stripe, new StripeBatch(0, "c", 2, [Schedule("c", 60_000)]));

        Assert.Equal("2 calls are pending; at most 2 may be", failed.Reason);
        Assert.Equal([1], Store(stripe, "c", 2, Cancel("a")).Results);
        Assert.Equal(3, Store(stripe, "c", 3, Schedule("c", 60_000)).Number);
    }

    private IEnumerable<StripeBatch> Wrong()
    {
        yield return new StripeBatch(1, "c", 2, [Cancel("kept")]);
        yield return new StripeBatch(-1, "c", 2, [Cancel("kept")]);
        yield return new StripeBatch(0, "", 2, [Cancel("kept")]);
        yield return new StripeBatch(0, null!, 2, [Cancel("kept")]);
        yield return new StripeBatch(0, new string('c', 257), 2, [Cancel("kept")]);
        yield return new StripeBatch(0, "c", 0, [Cancel("kept")]);
        yield return new StripeBatch(0, "c", long.MinValue, [Cancel("kept")]);
        yield return new StripeBatch(0, "c", 2, []);
        yield return new StripeBatch(0, "c", 2, null!);
        yield return new StripeBatch(0, "c", 2, [Cancel("kept"), null!]);
        yield return new StripeBatch(0, "c", 2, [Cancel("kept"), new Change()]);
        yield return new StripeBatch(0, "c", 2, [.. Enumerable.Repeat(Cancel("kept"), 5_001)]);
        foreach (var key in new[] { "", new string('x', 1_025), new string('x', 1_000_000), "\uD800" })
        {
            yield return new StripeBatch(0, "c", 2, [Cancel("kept"), Cancel(key)]);
            yield return new StripeBatch(0, "c", 2, [Cancel("kept"), Schedule(key, 1)]);
        }

        foreach (var change in WrongSchedules())
            yield return new StripeBatch(0, "c", 2, [Cancel("kept"), change]);
    }

    private IEnumerable<Change> WrongSchedules()
    {
        foreach (var delay in new[] { -1, long.MinValue, long.MaxValue, DueTime.LongestDelay + 1 })
            yield return Schedule("k", delay);
        foreach (var due in new[] { -1, long.MinValue, long.MaxValue, DueTime.Latest + 1 })
            yield return ScheduleAt("k", due);
        Action<Schedule>[] breaks =
        [
            static it => it.ClearWhen(),
            static it => it.Target = null,
            static it => it.Target = new Target(),
            static it => it.Target = new Target { Actor = "" },
            static it => it.Target = new Target { Actor = new string('x', 2_049) },
            static it => it.Target = new Target { Shard = new Shard() },
            static it => it.Target = new Target { Shard = new Shard { Type = "t" } },
            static it => it.Target = new Target { Shard = new Shard { Type = "t", EntityId = new string('x', 2_049) } },
            static it => it.Message = null,
            static it => it.Message = new Payload { Manifest = new string('x', 2_049) },
            static it => it.Message = new Payload { Data = ByteString.CopyFrom(new byte[Settings.MaxPayload + 1]) },
        ];
        foreach (var action in breaks)
        {
            var change = Schedule("k", 1);
            action(change.Schedule);
            yield return change;
        }
    }
}
