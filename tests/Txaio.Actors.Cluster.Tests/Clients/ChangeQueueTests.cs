using Txaio.Actors.Cluster.Clients;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Clients;

public sealed class ChangeQueueTests
{
    [Fact]
    public void Take_takes_the_most_changes_in_order()
    {
        var queue = Queue(mostChanges: 3, mostBytes: 1_000_000, "a", "b", "c", "d");
        Assert.Equal(["a", "b", "c"], Take(queue));
        queue.TakeSent();
        Assert.Equal(["d"], Take(queue));
        Assert.False(queue.IsWaiting);
    }

    [Fact]
    public void Take_never_exceeds_the_bytes_of_a_frame()
    {
        var queue = Queue(5000, mostBytes: 100, [.. Enumerable.Range(0, 50).Select(static i => $"key-{i}")]);
        var batches = 0;
        for (; queue.IsWaiting; batches++)
        {
            var batch = new StripeBatch { Changes = { queue.Take(default) } };
            Assert.InRange(batch.CalculateSize(), 1, 100);
            queue.TakeSent();
        }

        Assert.InRange(batches, 8, 12);
    }

    [Fact]
    public void Take_takes_one_change_that_is_larger_than_the_bound()
    {
        var queue = Queue(5000, mostBytes: 10, "a-long-key-of-more-than-ten-bytes", "b");
        Assert.Single(Take(queue));
    }

    [Fact]
    public void FirstOpen_is_the_oldest_change_without_a_reply()
    {
        var queue = Queue(1, 1000, "a", "b");
        Assert.Equal(1, queue.FirstOpen);
        Take(queue);
        Assert.Equal(1, queue.FirstOpen);
        queue.TakeSent();
        Assert.Equal(2, queue.FirstOpen);
        Take(queue);
        queue.TakeSent();
        Assert.Equal(long.MaxValue, queue.FirstOpen);
    }

    private static ChangeQueue Queue(int mostChanges, int mostBytes, params string[] keys)
    {
        var queue = new ChangeQueue(mostChanges, mostBytes);
        foreach (var key in keys)
            queue.Add(new PendingCancel(CallWriter.Cancel(key), default, null!));
        return queue;
    }

    private static IEnumerable<string> Take(ChangeQueue queue) =>
        queue.Take(default).Select(static change => change.Cancel);
}
