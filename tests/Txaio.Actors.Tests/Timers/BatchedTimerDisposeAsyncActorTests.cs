using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>DisposeAsync of a batched timer whose actors are busy on threads of their own.</summary>
public sealed class BatchedTimerDisposeAsyncActorTests() : TimersTestBase(
    """
    txaio.timer-dispatcher = busy
    busy { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
    """)
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public void DisposeAsync_waits_for_the_actor_that_tells_a_message()
    {
        using var target = new SlowRef(((ExtendedActorSystem)Sys).Provider);
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), target, "message");
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Time.Advance(Seconds(1));
                return target.Entered.IsSet;
            },
            Guard));

        var disposing = timer.DisposeAsync().AsTask();
        Time.RunUntilIdle();
        Assert.False(disposing.IsCompleted);
        target.Release.Set();
        Time.WaitFor(disposing);

        Assert.Empty(ChildrenOf($"{TimersPath}/batched.1"));
    }

    private sealed class SlowRef(IActorRefProvider provider) : MinimalActorRef, IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public override ActorPath Path => provider.RootPath / "system" / "slow";

        public override IActorRefProvider Provider => provider;

        public void Dispose()
        {
            Entered.Dispose();
            Release.Dispose();
        }

        protected override void TellInternal(object message, IActorRef sender)
        {
            Entered.Set();
            Release.Wait(Guard);
        }
    }
}
