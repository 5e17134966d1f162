using Akka.Actor;
using Akka.Persistence.TestKit;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Snapshots, and the deletion of the events that they hold.</summary>
public sealed class StripeCleanupTests : StripeTestKit
{
    private const string Id = "txaio-timer-test-0";

    private readonly TestStore _store;
    private readonly StripeSettings _settings = Settings with { SnapshotAfter = 100 };
    private int _batches;

    public StripeCleanupTests()
        : base(TestStore.Config) => _store = new TestStore(Sys, Time);

    [Fact]
    public void Snapshot_holds_everything_and_its_events_are_deleted_after_the_fence_period()
    {
        var stripe = StartStripe(_settings);
        StoreBatches(stripe, 4);
        Assert.Equal(0, _store.Saves);
        StoreBatches(stripe, 1);
        Time.RunUntilIdle();
        Assert.Equal(1, _store.Saves);
        StoreBatches(stripe, 1);
        Assert.Equal([1, 2, 3, 4, 5, 6], _store.EventsOf(Id, Sys));

        Time.Advance(_settings.FencePeriod / 2);
        Assert.Equal(1, _store.EventsOf(Id, Sys)[0]);
        Time.Advance(_settings.FencePeriod);

        // The events after the snapshot, and those that an idle stripe writes.
        Assert.Equal(6, _store.EventsOf(Id, Sys)[0]);
        Stop(stripe);
        stripe = StartStripe(_settings);
        Assert.Equal(6, StateOf(stripe).Pending);
        // The snapshot knows the clients as well: this number is stored already.
        Store(stripe, "client-1", 1, Cancel("key-1"));
        Assert.Equal(6, StateOf(stripe).Pending);
    }

    /// <summary>A stripe that moves often would never have a snapshot, and keep all its events.</summary>
    [Fact]
    public void Recovered_changes_count_for_the_next_snapshot()
    {
        for (var i = 0; i < 4; i++)
        {
            var early = StartStripe(_settings);
            StoreBatches(early, 1);
            Stop(early);
        }

        Assert.Equal(0, _store.Saves);
        var stripe = StartStripe(_settings);
        StoreBatches(stripe, 1);
        Time.RunUntilIdle();

        Assert.Equal(1, _store.Saves);
    }

    [Fact]
    public void Snapshot_that_fails_is_logged_and_tried_again_and_stops_nothing()
    {
        var stripe = StartStripe(_settings);
        _store.SaveFailure = new InvalidOperationException("disk full");

        EventFilter.Warning(contains: "could not save its snapshot").ExpectOne(() =>
        {
            StoreBatches(stripe, 6);
            Time.RunUntilIdle();
        });
        StoreBatches(stripe, 1);
        Assert.Equal(1, _store.Saves);
        _store.SaveFailure = null;
        Time.Advance(TimeSpan.FromSeconds(11));
        StoreBatches(stripe, 1);
        Time.RunUntilIdle();

        Assert.Equal(2, _store.Saves);
        Time.Advance(2 * _settings.FencePeriod);
        Assert.Equal(9, _store.EventsOf(Id, Sys)[0]);
        Assert.Equal(8, StateOf(stripe).Pending);
    }

    [Fact]
    public void Snapshot_is_of_stored_changes_only()
    {
        var stripe = StartStripe(_settings);
        StoreBatches(stripe, 4);
        _store.Hold();
        var written = stripe.Ask<object>(Batch());
        Time.RunUntilIdle();
        var waiting = stripe.Ask<object>(Batch());
        Time.RunUntilIdle();
        _store.LetGo(written);
        Time.WaitFor(waiting);
        Assert.Equal(1, _store.Saves);
        Time.Advance(2 * _settings.FencePeriod);

        Assert.Equal(6, _store.EventsOf(Id, Sys)[0]);
        Stop(stripe);
        Assert.Equal(6, StateOf(StartStripe(_settings)).Pending);
    }

    [Fact]
    public void Cleanup_waits_for_the_greater_of_the_setting_and_the_pending_calls()
    {
        var cleanup = new Cleanup(_settings);
        cleanup.Count(1_000 - Cleanup.EventWeight);

        Assert.False(cleanup.TrySave(1_001, TimeSpan.Zero));
        Assert.True(cleanup.TrySave(1_000, TimeSpan.Zero));
        Assert.False(cleanup.TrySave(1_000, TimeSpan.Zero));
    }

    [Fact]
    public void Deletion_of_snapshots_is_of_those_before_the_last_and_is_tried_again_ten_seconds_later()
    {
        var cleanup = new Cleanup(_settings);
        Assert.Null(cleanup.TakeSnapshotDeletion(TimeSpan.MaxValue));
        cleanup.Saved(5, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, cleanup.NextDeletion);
        Assert.Equal(5, cleanup.TakeSnapshotDeletion(TimeSpan.Zero));
        Assert.Null(cleanup.TakeSnapshotDeletion(TimeSpan.Zero));

        cleanup.SnapshotDeletionFailed(5, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(10), cleanup.NextDeletion);
        Assert.Null(cleanup.TakeSnapshotDeletion(TimeSpan.FromSeconds(9)));
        Assert.Equal(5, cleanup.TakeSnapshotDeletion(TimeSpan.FromSeconds(10)));
        // A later snapshot's deletion covers the earlier ones.
        cleanup.Saved(9, 0, TimeSpan.Zero);
        cleanup.SnapshotDeletionFailed(5, TimeSpan.Zero);
        Assert.Equal(9, cleanup.TakeSnapshotDeletion(TimeSpan.Zero));
        Assert.Null(cleanup.TakeSnapshotDeletion(TimeSpan.MaxValue));
        Assert.Equal(_settings.FencePeriod, cleanup.NextDeletion);
    }

    [Fact]
    public void Old_snapshots_that_the_store_could_not_delete_are_deleted_ten_seconds_later()
    {
        var stripe = StartStripe(_settings);
        StoreBatches(stripe, 5);
        Time.RunUntilIdle();
        _store.DeleteFailure = new InvalidOperationException("disk full");
        EventFilter.Warning(contains: "could not delete old snapshots").ExpectOne(() =>
        {
            StoreBatches(stripe, 5);
            Time.RunUntilIdle();
        });
        Assert.Equal((2, 2), (_store.Saves, _store.SnapshotDeletions));
        _store.DeleteFailure = null;

        Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal((2, 3), (_store.Saves, _store.SnapshotDeletions));
    }

    [Fact]
    public void Deletion_that_fails_is_tried_again_unless_a_later_one_waits()
    {
        var cleanup = new Cleanup(_settings);
        cleanup.Saved(5, 0, TimeSpan.Zero);
        cleanup.TakeSnapshotDeletion(TimeSpan.Zero);
        Assert.Null(cleanup.TakeDeletion(_settings.FencePeriod - TimeSpan.FromTicks(1)));
        Assert.Equal(5, cleanup.TakeDeletion(_settings.FencePeriod));

        cleanup.DeletionFailed(5, _settings.FencePeriod);

        Assert.Equal(5, cleanup.TakeDeletion(cleanup.NextDeletion!.Value));
        cleanup.Saved(9, 0, TimeSpan.Zero);
        cleanup.TakeSnapshotDeletion(TimeSpan.Zero);
        cleanup.DeletionFailed(5, TimeSpan.Zero);
        Assert.Equal(9, cleanup.TakeDeletion(TimeSpan.MaxValue));
        Assert.Null(cleanup.NextDeletion);
    }

    private void StoreBatches(IActorRef stripe, int count)
    {
        for (; count > 0; count--)
            Ask<object>(stripe, Batch());
    }

    private Protocol.StripeBatch Batch()
    {
        var number = ++_batches;
        return new(0, $"client-{number}", 1, [Schedule($"key-{number}", 3_600_000)]);
    }
}
