using Akka.Actor;
using Txaio.Actors.Configuration;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Nodes;

/// <summary>The counts of a bound, for each node and for all nodes.</summary>
public sealed class NodeBoundTests
{
    private static readonly Address A = NodeAt(1);
    private static readonly Address B = NodeAt(2);
    private static readonly Address C = NodeAt(3);

    [Fact]
    public void Take_refuses_one_node_at_its_bound_and_takes_from_others()
    {
        var bound = new NodeBound("txaio.remote.promises", total: 5, perNode: 2);

        Assert.Null(bound.Reserve(A));
        Assert.Null(bound.Reserve(A));
        var refusal = bound.Reserve(A);
        Assert.Null(bound.Reserve(B));

        Assert.Equal(("txaio.remote.promises-per-node", 2), (refusal!.Setting, refusal.Limit));
        Assert.Equal(
            "txaio.remote.promises-per-node = 2 allows no more for akka.tcp://node@10.0.0.1:1.", refusal.Message);
        Assert.Equal(new RemoteBoundStatistics("txaio.remote.promises", 3, 5, 1), bound.Statistics);
    }

    [Fact]
    public void Reserve_refuses_all_nodes_at_the_bound_of_all_until_a_release()
    {
        var bound = new NodeBound("txaio.remote.promises", total: 3, perNode: 2);
        foreach (var node in new[] { A, A, B })
            Assert.Null(bound.Reserve(node));

        var refusal = bound.Reserve(C);
        Assert.Equal("txaio.remote.promises = 3 allows no more for other nodes.", refusal!.Message);
        Assert.True(bound.Statistics.IsMet);

        bound.Release(A);
        Assert.False(bound.Statistics.IsMet);
        Assert.Null(bound.Reserve(C));
    }

    /// <summary>The library forgets completed promises early at their bound, which is ordinary operation.</summary>
    [Fact]
    public void Bound_that_refuses_no_message_is_never_met()
    {
        var bound = new NodeBound("txaio.remote.completed", total: 1, perNode: 1) { RefusesMessages = false };

        Assert.Null(bound.Reserve(A));

        Assert.Equal((1, 1), (bound.Statistics.Held, bound.Statistics.Limit));
        Assert.False(bound.Statistics.IsMet);
    }

    [Fact]
    public void Reserve_that_is_refused_reserves_nothing()
    {
        var bound = new NodeBound("txaio.remote.call-kilobytes", total: 3, perNode: 2, unit: 1000);
        Assert.Null(bound.Reserve(A, 1500));

        Assert.NotNull(bound.Reserve(A, 501));
        Assert.Null(bound.Reserve(A, 500));
        Assert.NotNull(bound.Reserve(B, 1001));
        Assert.Null(bound.Reserve(B, 1000));

        Assert.Equal(new RemoteBoundStatistics("txaio.remote.call-kilobytes", 3, 3, 2), bound.Statistics);
    }

    [Fact]
    public void Zero_is_no_bound()
    {
        var bound = new NodeBound("x", total: 0, perNode: 0);

        for (var i = 0; i < 100_000; i++)
            Assert.Null(bound.Reserve(A));

        Assert.False(bound.Statistics.IsMet);
        Assert.Equal(100_000, bound.Statistics.Held);
    }

    [Fact]
    public void Addresses_that_are_made_up_leave_nothing()
    {
        var bound = new NodeBound("x", total: 10, perNode: 10);

        for (var i = 0; i < 100_000; i++)
        {
            bound.Reserve(NodeAt(i));
            Assert.InRange(bound.Nodes, 1, 10);
        }

        for (var i = 0; i < 10; i++)
            bound.Release(NodeAt(i));
        Assert.Equal(0, bound.Nodes);
        Assert.Equal(new RemoteBoundStatistics("x", 0, 10, 99_990), bound.Statistics);
    }

    [Fact]
    public async Task Threads_that_take_and_give_never_pass_a_bound_and_leave_nothing()
    {
        var bound = new NodeBound("x", total: 3, perNode: 2);
        var most = 0L;
        using var start = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 20_000; i++)
                {
                    var node = NodeAt((thread + i) % 3);
                    if (bound.Reserve(node) is not null)
                        continue;
                    InterlockedMax(ref most, bound.Statistics.Held);
                    bound.Release(node);
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (bound.Statistics.Held, bound.Nodes));
    }

    private static void InterlockedMax(ref long most, long seen)
    {
        var known = Volatile.Read(ref most);
        while (seen > known)
        {
            var before = Interlocked.CompareExchange(ref most, seen, known);
            if (before == known)
                return;
            known = before;
        }
    }

    private static Address NodeAt(int number) => new("akka.tcp", "node", $"10.0.0.{number}", 1);
}
