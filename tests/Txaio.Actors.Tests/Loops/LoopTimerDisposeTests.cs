namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// ITimer.DisposeAsync completes when no callback of the timer runs any more, as with System.Threading.Timer.
/// </summary>
public sealed class LoopTimerDisposeTests() : LoopTestKit(
    "txaio.loops.io.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }")
{
    [Fact]
    public void DisposeAsync_waits_for_the_callback_that_runs()
    {
        var io = Sys.Txaio("io").Loop;
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var returned = false;
        var timer = io.TimeProvider.CreateTimer(
            _ =>
            {
                entered.Set();
                release.Wait(Guard);
                Volatile.Write(ref returned, true);
            },
            null, Second, Second);
        Time.Advance(Second);
        Assert.True(entered.Wait(Guard));

        timer.Dispose();
        var first = timer.DisposeAsync().AsTask();
        var second = timer.DisposeAsync().AsTask();
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        release.Set();
        Time.WaitFor(Task.WhenAll(first, second));

        Assert.True(Volatile.Read(ref returned));
        Assert.True(timer.DisposeAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void DisposeAsync_in_the_timers_own_callback_completes_when_the_callback_returns()
    {
        Task? disposing = null;
        ITimer? timer = null;
        timer = Loop.TimeProvider.CreateTimer(
            _ =>
            {
                disposing = timer!.DisposeAsync().AsTask();
                Note(disposing.IsCompleted ? "over" : "waits");
            },
            null, Second, Second);

        Time.Advance(Second * 3);

        Assert.Equal(["waits"], Notes);
        Assert.True(disposing!.IsCompletedSuccessfully);
    }

    [Fact]
    public void DisposeAsync_after_a_callback_that_threw_waits_for_nothing()
    {
        var timer = Loop.TimeProvider.CreateTimer(_ => throw new NotSupportedException("tick"), null, Second, Second);
        Time.Advance(Second);

        Assert.True(timer.DisposeAsync().IsCompletedSuccessfully);
        Assert.Single(Published.Failures);
    }

    /// <summary>The timer's callback waits in the run queue when the timer is disposed, and never runs.</summary>
    [Fact]
    public void DisposeAsync_of_a_pending_timer_waits_for_nothing()
    {
        ITimer? timer = null;
        Api.CallLater(Second, () => Note($"{timer!.DisposeAsync().IsCompletedSuccessfully}"));
        timer = Loop.TimeProvider.CreateTimer(_ => Note("fired"), null, Second, Second);

        Time.Advance(Second * 3);

        Assert.Equal(["True"], Notes);
    }
}
