namespace Txaio.Actors.Tests.Loops;

/// <summary>Many real threads post callbacks to one loop.</summary>
public sealed class CallSoonThreadsTests() : TxaioTestKit("txaio.loops.default.callbacks-per-turn = 7")
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task CallSoon_from_many_threads_is_first_in_first_out_per_caller_and_loses_nothing()
    {
        const int callers = 8;
        const int calls = 20_000;
        var loop = Sys.Txaio().Loop;
        var next = new int[callers];
        var outOfOrder = 0;
        var atOnce = 0;
        var inside = 0;
        var left = callers * calls;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Callback((int Caller, int Number) call)
        {
            if (Interlocked.Increment(ref inside) != 1)
                atOnce++;
            if (next[call.Caller]++ != call.Number)
                outOfOrder++;
            Interlocked.Decrement(ref inside);
            if (--left == 0)
                done.SetResult();
        }

        await Threads.Run(callers, caller =>
        {
            for (var i = 0; i < calls; i++)
            {
                loop.CallSoon(Callback, (caller, i));
                // In these pauses the queue runs empty, and the next callback has to wake the loop.
                if (i % 100 == 0)
                    Thread.Yield();
            }
        });
        await done.Task.WaitAsync(Guard);

        Assert.Equal(0, outOfOrder);
        Assert.Equal(0, atOnce);
    }

    [Fact]
    public async Task CallSoon_one_at_a_time_from_two_threads_never_loses_a_wake_up()
    {
        var loop = Sys.Txaio().Loop;

        await Threads.Run(2, _ =>
        {
            using var ran = new SemaphoreSlim(0);
            for (var i = 0; i < 5_000; i++)
            {
                loop.CallSoon(static ran => ran.Release(), ran);
                Assert.True(ran.Wait(Guard), "A callback was queued and never ran.");
            }
        });
    }

    [Fact]
    public async Task CallSoon_on_a_blocked_loop_does_not_block()
    {
        var loop = Sys.Txaio().Loop;
        using var unblock = new ManualResetEventSlim();
        loop.CallSoon(() => unblock.Wait());

        // CallSoon would not return if it waited for the blocked loop.
        for (var i = 0; i < 10_000; i++)
            loop.CallSoon(() => { });

        unblock.Set();
        await loop.RunAsync(() => Task.CompletedTask).WaitAsync(Guard);
    }
}
