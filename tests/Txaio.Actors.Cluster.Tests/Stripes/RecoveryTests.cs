using Akka.Actor;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Recovery from an SQLite file that holds events, a snapshot, or both.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Stripe_has_the_same_calls_and_clients_from_snapshot_and_events_or_from_one_of_them(
        bool snapshot, bool events)
    {
        using (var first = new StoreNode(_file))
        {
            var stripe = first.StartStripe(StoreNode.Settings with { SnapshotAfter = 128 });
            StoreChanges(first, stripe);
            first.Stop(stripe);
        }

        Assert.Equal(1, _file.Count("SELECT COUNT(*) FROM snapshot WHERE sequence_number = 6"));
        Assert.True(_file.Count("SELECT COUNT(*) FROM journal") > 5);
        if (!snapshot)
            _file.Execute("DELETE FROM snapshot");
        if (!events)
            _file.Execute("DELETE FROM journal");

        // The second time from events, and perhaps a snapshot, that follow what was recovered.
        for (var i = 0; i < 2; i++)
        {
            using var node = new StoreNode(_file);
            var stripe = node.StartStripe();
            AssertRecovered(node, stripe);
            node.Store(stripe, "after", i + 1, node.Schedule("after", Span));
            node.Stop(stripe);
        }

        using var last = new StoreNode(_file);
        last.Pass(last.StartStripe(), 2 * Span);
        Assert.Equal(["after", "k3", "k4", "replaced"], last.Deliveries.Select(static it => it.Due.Key).Order());
    }

    // The last event is the one with which the changes are enough for a snapshot.
    private static void StoreChanges(StoreNode node, IActorRef stripe)
    {
        node.Store(stripe, "c", 1, node.Schedule("cancelled", Span), node.Schedule("replaced", Span));
        node.Store(stripe, "e", 1, node.Schedule("done", TimeSpan.FromSeconds(1)));
        node.Store(stripe, "c", 2, new Change { Cancel = "cancelled" });
        node.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("done", Assert.Single(node.Deliveries).Due.Key);
        Assert.Equal(1, node.Pending(stripe));
        node.Store(stripe, "d", 1, node.Schedule("replaced", Span * 1.5));
        node.Store(stripe, "d", 2, node.Schedule("k3", Span), node.Schedule("k4", Span));
        node.Time.RunUntilIdle();
    }

    private static TimeSpan Span => TimeSpan.FromMinutes(10);

    private static void AssertRecovered(StoreNode node, IActorRef stripe)
    {
        foreach (var gone in new[] { "cancelled", "done" })
            Assert.Null(node.Find(stripe, gone));
        foreach (var key in new[] { "replaced", "k3", "k4" })
            Assert.NotNull(node.Find(stripe, key));
        var due = node.Time.Start.AddMinutes(15).AddSeconds(2);
        Assert.Equal(due.ToUnixTimeMilliseconds(), node.Find(stripe, "replaced")!.Due);
        // Late copies of the last batches change nothing.
        var pending = node.Pending(stripe);
        Assert.Equal([1], node.Store(stripe, "c", 2, new Change { Cancel = "cancelled" }).Results);
        node.Store(stripe, "d", 2, node.Schedule("k3", Span), node.Schedule("k4", Span));
        Assert.Equal(pending, node.Pending(stripe));
    }
}
