using Akka.Actor;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization.Wire;
using StripeBatch = Txaio.Actors.Cluster.Protocol.StripeBatch;
using StripeBatchFailed = Txaio.Actors.Cluster.Protocol.StripeBatchFailed;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>
/// A stripe runs on two nodes, as after a wrong decision about a node that paused, or on both sides of a partition. The
/// nodes share a real SQLite file, and each has its own time.
/// </summary>
public sealed class StaleIncarnationTests : IDisposable
{
    private const string EventsOfTheStaleWrite = "SELECT COUNT(*) FROM journal WHERE sequence_number = 2";

    private readonly SqliteFile _file = new();
    private readonly StoreNode _stale;
    private readonly StoreNode _current;

    public StaleIncarnationTests() => (_stale, _current) = (new StoreNode(_file), new StoreNode(_file));

    public void Dispose()
    {
        _stale.Dispose();
        _current.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Late_write_fails_and_tells_its_client_and_neither_loses_nor_brings_back_a_call(bool held, bool deleted)
    {
        var stripe = _stale.StartStripe();
        string[] keys = ["kept", "cancelled", "moved"];
        _stale.Store(stripe, "a", 1, [.. keys.Select(key => _stale.Schedule(key, Span))]);
        var stopped = stripe.WatchAsync();
        _stale.Ask<HeldJournal.Hold>(_stale.Journal, new HeldJournal.Hold());
        // The write is on its way to the store, or the node is paused before it makes it.
        var failed = held ? AskStale(stripe) : null;
        _stale.Time.RunUntilIdle();

        WriteElsewhere(deleted);
        failed ??= AskStale(stripe);
        _stale.Ask<HeldJournal.LetGo>(_stale.Journal, new HeldJournal.LetGo());

        var reason = _stale.Time.WaitFor(failed).Reason;
        var expected = deleted ? "a write ended more than 00:02:00" : "the store failed";
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.True(_stale.Time.WaitFor(stopped));
        Assert.Empty(_stale.Deliveries);
        AssertCalls();
    }

    [Fact]
    public void Call_that_the_current_incarnation_cancelled_is_not_delivered_by_the_stale_one()
    {
        var delay = TimeSpan.FromSeconds(10);
        var stripe = _stale.StartStripe();
        _stale.Store(stripe, "a", 1, _stale.Schedule("cancelled", delay));
        var stopped = stripe.WatchAsync();
        Assert.Equal([1], _current.Store(_current.StartStripe(), "b", 1, Cancel("cancelled")).Results);

        // The call falls due, and the stale incarnation has to write before it delivers.
        _stale.Time.Advance(delay);

        Assert.Empty(_stale.Deliveries);
        Assert.True(_stale.Time.WaitFor(stopped));
        Assert.Empty(_stale.Deliveries);
    }

    private static TimeSpan Span => TimeSpan.FromMinutes(10);

    private static Change Cancel(string key) => new() { Cancel = key };

    private Task<StripeBatchFailed> AskStale(IActorRef stripe) => stripe.Ask<StripeBatchFailed>(
        new StripeBatch(0, "a", 2, [_stale.Schedule("lost", Span), Cancel("kept")]));

    // Recovers, writes, saves a snapshot, and deletes the events in it.
    private void WriteElsewhere(bool deleted)
    {
        var stripe = _current.StartStripe();
        Assert.Equal(3, _current.Pending(stripe));
        Assert.Equal([1], _current.Store(stripe, "b", 1, Cancel("cancelled")).Results);
        _current.Store(stripe, "b", 2, _current.Schedule("moved", 2 * Span));
        for (var i = 0; i < 10; i++)
            _current.Store(stripe, "b", 3 + i, _current.Schedule($"new-{i}", Span));
        Assert.Equal(1, _file.Count(EventsOfTheStaleWrite));
        if (!deleted)
            return;
        // The events stay for two minutes after the snapshot.
        _current.Pass(stripe, TimeSpan.FromSeconds(150));
        Assert.Equal(12, _current.Pending(stripe));
        _current.Ask<HeldJournal.WaitForDeletion>(_current.Journal, new HeldJournal.WaitForDeletion());
        Assert.Equal(0, _file.Count(EventsOfTheStaleWrite));
        _stale.Time.Spend(TimeSpan.FromSeconds(150));
    }

    // The next incarnation has exactly the calls of the current one, and delivers each of them once.
    private void AssertCalls()
    {
        using var next = new StoreNode(_file);
        var stripe = next.StartStripe();
        string[] keys = ["kept", .. Enumerable.Range(0, 10).Select(static i => $"new-{i}"), "moved"];
        Assert.Equal(keys.Length, next.Pending(stripe));
        Assert.All(keys, key => Assert.NotNull(next.Find(stripe, key)));
        Assert.Null(next.Find(stripe, "cancelled"));
        Assert.Null(next.Find(stripe, "lost"));
        Assert.True(next.Find(stripe, "moved")!.Due > next.Find(stripe, "kept")!.Due);

        next.Pass(stripe, 3 * Span);

        Assert.Equal(keys.Order(), next.Deliveries.Select(static delivery => delivery.Due.Key).Order());
        Assert.Equal(0, next.Pending(stripe));
    }
}
