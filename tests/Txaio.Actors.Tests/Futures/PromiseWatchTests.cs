using Akka.Actor;
using Akka.Dispatch.SysMsg;
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

        var terminated = ExpectMsg<Terminated>();
        Assert.Equal(future.Ref, terminated.ActorRef);
        Assert.Equal((true, false), (terminated.ExistenceConfirmed, terminated.AddressTerminated));
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

    /// <summary>An actor hides what it no longer watches, so the message itself is looked for.</summary>
    [Fact]
    public void Promise_forgets_an_unwatched_watcher_and_takes_no_watch_of_others()
    {
        var future = Tx.CreateFuture<int>();
        var promise = (IInternalActorRef)future.Ref;
        var (unwatched, other, stays) = (Recorder("a"), Recorder("b"), Recorder("c"));
        promise.SendSystemMessage(new Watch(promise, unwatched));
        promise.Tell(new Watch(promise, stays));
        promise.SendSystemMessage(new Watch(stays, other));
        promise.SendSystemMessage(new Watch(promise, promise));

        promise.SendSystemMessage(new Unwatch(promise, unwatched));
        promise.SendSystemMessage(new Unwatch(other, stays));
        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Empty(unwatched.Told);
        Assert.Empty(other.Told);
        Assert.Equal(promise, Assert.IsType<DeathWatchNotification>(Assert.Single(stays.Told)).Actor);
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

    private SystemMessages Recorder(string name) => new(Provider, name);

    private sealed class SystemMessages(IActorRefProvider provider, string name) : MinimalActorRef
    {
        public List<ISystemMessage> Told { get; } = [];

        public override ActorPath Path => provider.RootPath / name;

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(ISystemMessage message) => Told.Add(message);
    }
}
