using Akka.Actor;
using Txaio.Actors.Loops.Closing;

namespace Txaio.Actors.Tests.Futures;

/// <summary>An actor may watch a promise, and gets Terminated when the future completes.</summary>
public sealed class PromiseWatchTests : FuturesTestKit
{
    [Theory]
    [InlineData("resolve")]
    [InlineData("reject")]
    [InlineData("cancel")]
    [InlineData("end of the loop")]
    public void Watcher_is_told_when_the_future_completes(string how)
    {
        var future = Tx.CreateFuture<int>();
        Watch(future.Ref);
        ExpectNoMsg(TimeSpan.Zero);

        Complete(future, how);

        Assert.Equal(future.Ref, ExpectMsg<Terminated>().ActorRef);
    }

    [Fact]
    public void Watch_of_a_completed_future_tells_at_once()
    {
        var (unread, read) = (Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess(2));
        _ = read.Ref.Path;

        Watch(unread.Ref);
        ExpectTerminated(unread.Ref);
        Watch(read.Ref);
        ExpectTerminated(read.Ref);
    }

    [Fact]
    public void Unwatched_watcher_is_not_told()
    {
        var future = Tx.CreateFuture<int>();
        Watch(future.Ref);
        Unwatch(future.Ref);

        future.Resolve(1);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Many_watchers_are_told_once_each()
    {
        var future = Tx.CreateFuture<int>();
        var probes = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToList();
        probes.ForEach(probe => probe.Watch(future.Ref));
        probes[0].Watch(future.Ref);

        future.Resolve(1);

        Assert.All(probes, probe => probe.ExpectTerminated(future.Ref));
        probes[0].ExpectNoMsg(TimeSpan.Zero);
    }

    private static void Complete(Future<int> future, string how)
    {
        if (how == "resolve")
            future.Resolve(1);
        else if (how == "reject")
            future.Ref.Tell(new Status.Failure(new InvalidOperationException()));
        else if (how == "cancel")
            future.Cancel();
        else
            ((ILoopDependent)future).LoopEnded(new LoopTerminatedException("default"));
    }
}
