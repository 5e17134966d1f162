using Akka.Actor;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Tests.Clients;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Tests.Failover;

/// <summary>
/// A client whose pause between copies of a batch is long. The stripes do not say which nodes they know.
/// </summary>
public sealed class ClientAfterLossTests() : VirtualTimerTest("resend = 1h, request-timeout = 1h")
{
    private static readonly Address Lost = new("akka.tcp", "app", "127.0.0.1", 4053);

    [Fact]
    public void Batch_without_reply_is_sent_again_when_a_node_is_lost_and_once_only()
    {
        Board.LoseRequests = 1;
        var future = Schedule("a");
        Time.RunUntilIdle();
        Assert.False(future.IsCalled);

        System.EventStream.Publish(OwnMessage.Sign(new NodeLost(Lost)));
        Time.Advance(RegionAfterLoss.Longest);

        Assert.True(future.AsTask().IsCompletedSuccessfully);
        Assert.Equal([1L, 1L], Board.Batches.Select(batch => batch.Number));
        System.EventStream.Publish(OwnMessage.Sign(new NodeLost(Lost)));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Board.Batches.Count);
    }

    [Fact]
    public void Batch_that_was_answered_meanwhile_is_not_sent_again()
    {
        Board.Hold = true;
        var first = Schedule("a");
        Time.RunUntilIdle();
        System.EventStream.Publish(OwnMessage.Sign(new NodeLost(Lost)));
        Time.RunUntilIdle();
        Board.Release();
        Board.Hold = true;
        Schedule("b");
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(first.AsTask().IsCompletedSuccessfully);
        Assert.Equal([1L, 2L], Board.Batches.Select(batch => batch.Number));
    }
}
