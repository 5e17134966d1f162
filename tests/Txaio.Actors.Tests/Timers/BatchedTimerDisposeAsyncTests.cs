using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>DisposeAsync of a batched timer completes when the timer's actors and callbacks have ended.</summary>
public sealed class BatchedTimerDisposeAsyncTests() : TimersTestBase(
    "txaio.loops.io.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }")
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public void DisposeAsync_cancels_pending_calls_and_completes_when_the_actors_have_stopped()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var near = timer.CallLater(Seconds(1), Note("near"));
        Watch(timer.Ref);
        Time.RunUntilIdle();

        var disposing = timer.DisposeAsync().AsTask();
        Assert.False(near.IsActive);
        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), Note("never")));
        Assert.False(disposing.IsCompleted);
        Time.WaitFor(disposing);

        ExpectTerminated(timer.Ref);
        Assert.Empty(ChildrenOf(TimersPath));
        Time.Advance(Seconds(5));
        Assert.Empty(Ran);
    }

    [Fact]
    public void DisposeAsync_waits_for_the_call_that_runs()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var returned = false;
        var timer = Sys.Txaio("io").MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), () =>
        {
            entered.Set();
            release.Wait(Guard);
            Volatile.Write(ref returned, true);
        });
        Time.Advance(Seconds(1));
        Assert.True(entered.Wait(Guard));

        timer.Dispose();
        var disposing = timer.DisposeAsync().AsTask();
        Time.RunUntilIdle();
        Assert.False(disposing.IsCompleted);
        // The actor has stopped, so this call waits for the callback only.
        Assert.False(timer.DisposeAsync().IsCompleted);
        release.Set();
        Time.WaitFor(disposing);

        Assert.True(Volatile.Read(ref returned));
    }

    [Fact]
    public void DisposeAsync_may_be_awaited_in_a_call_of_the_timer()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var noted = new TaskCompletionSource();
        timer.CallLater(Seconds(1), async () =>
        {
            await timer.DisposeAsync();
            Note($"disposed on {EventLoop.Current}")();
            noted.SetResult();
        });
        timer.CallLater(Seconds(1), Note("never"));

        Time.Advance(Seconds(1));
        Time.WaitFor(noted.Task);
        Time.WaitFor(timer.DisposeAsync().AsTask());

        Assert.Equal(["disposed on loop 'default'"], RanNames);
    }

    /// <summary>The first call is due so soon that the timer has an actor.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void DisposeAsync_may_block_the_thread_of_another_loop(double delay)
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(delay), Note("never"));
        Time.RunUntilIdle();
        var ended = new TaskCompletionSource<bool>();
        Action blocks = () => ended.SetResult(timer.DisposeAsync().AsTask().Wait(Guard / 2));

        Sys.Txaio("io").Loop.CallSoon(blocks);

        Assert.True(Time.WaitFor(ended.Task, Guard));
    }

    [Fact]
    public void DisposeAsync_twice_and_by_several_threads_is_over_each_time()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), Note("never"));

        Time.WaitFor(Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => timer.DisposeAsync().AsTask()))));
        Time.WaitFor(timer.DisposeAsync().AsTask());

        Assert.Equal(0, timer.PendingCalls);
    }

    [Fact]
    public void DisposeAsync_of_a_timer_without_an_actor_completes_at_once()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(60), Note("far"));

        Time.WaitFor(timer.DisposeAsync().AsTask());

        Assert.Empty(ChildrenOf(TimersPath));
    }

    [Fact]
    public void DisposeAsync_is_over_when_the_actor_was_stopped()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        Sys.Stop(timer.Ref);
        Time.RunUntilIdle();

        Time.WaitFor(timer.DisposeAsync().AsTask());

        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), Note("never")));
    }

    [Fact]
    public async Task DisposeAsync_after_the_end_of_the_system_waits_for_nothing()
    {
        var (near, far) = (Api.MakeBatchedTimer(Seconds(1)), Api.MakeBatchedTimer(Seconds(1)));
        near.CallLater(Seconds(1), Note("near"));
        far.CallLater(Seconds(60), Note("far"));
        Time.RunUntilIdle();

        Time.Terminate();

        await near.DisposeAsync().AsTask().WaitAsync(Guard);
        await far.DisposeAsync().AsTask().WaitAsync(Guard);
        await near.DisposeAsync().AsTask().WaitAsync(Guard);
    }
}
