namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// When the loop's capacity is used up, CallSoon throws LoopOverloadedException and the loop counts the refusal.
/// Continuations and completions are never refused.
/// </summary>
public sealed class LoopCapacityTests() : LoopTestKit(
    """
    txaio.loops.default.capacity = 10
    txaio.loops.boundless { capacity = 0, dispatcher = virtual-dispatcher }
    txaio.loops.real {
      capacity = 50
      dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
    }
    """)
{
    [Fact]
    public void CallSoon_beyond_the_capacity_throws_and_queues_nothing()
    {
        Fill();

        var error = Assert.Throws<LoopOverloadedException>(() => Loop.CallSoon(Note, "refused"));

        Assert.Equal("default", error.Loop);
        Assert.Equal(10, error.Capacity);
        Assert.Equal(
            "Loop 'default' is full: 10 callbacks wait, and txaio.loops.default.capacity = 10 allows no more.",
            error.Message);
        Time.RunUntilIdle();
        Assert.Equal(Enumerable.Repeat("filled", 10), Notes);
    }

    [Fact]
    public void Full_loop_refuses_new_work()
    {
        Fill();

        Assert.Throws<LoopOverloadedException>(() => Loop.CallSoon(() => { }));
        Assert.Throws<LoopOverloadedException>(() => { _ = Loop.RunAsync(() => Task.CompletedTask); });
        Assert.Throws<LoopOverloadedException>(() => { _ = Loop.RunAsync(() => Task.FromResult(1)); });
        Assert.Throws<LoopOverloadedException>(() => Api.CallLater(Second, () => { }));
        Assert.Throws<LoopOverloadedException>(() => Api.CallLater(Second, TestActor, "x"));
        Assert.Throws<LoopOverloadedException>(() => Api.CreateFuture());
        Assert.Throws<LoopOverloadedException>(() => Api.CreateFuture<int>());

        Assert.Equal(7, Loop.GetStatistics().Refused);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Loop_that_has_caught_up_takes_work_again()
    {
        for (var round = 0; round < 3; round++)
        {
            Fill();
            Assert.Throws<LoopOverloadedException>(() => Loop.CallSoon(() => { }));
            Time.RunUntilIdle();
        }

        Assert.Equal(30, Notes.Count);
        Assert.Equal(3, Loop.GetStatistics().Refused);
    }

    [Fact]
    public void Statistics_say_how_much_of_the_capacity_is_taken()
    {
        for (var taken = 0; taken < 10; taken++)
        {
            var statistics = Loop.GetStatistics();
            Assert.Equal((taken, 10, false), (statistics.Taken, statistics.Capacity, statistics.IsFull));
            Loop.CallSoon(() => { });
        }

        Assert.Equal((10, true), (Loop.GetStatistics().Taken, Loop.GetStatistics().IsFull));
        Time.RunUntilIdle();
        Assert.Equal((0, false), (Loop.GetStatistics().Taken, Loop.GetStatistics().IsFull));
    }

    [Fact]
    public void Full_loop_refuses_a_repeated_call_and_no_later_run_of_one()
    {
        using var call = Loop.CallRepeatedly(Second, () =>
        {
            Note("tick");
            // The next run is scheduled when this callback returns, while the loop is full.
            Fill();
        });

        Time.Advance(Second * 3);
        Assert.Equal(3, Notes.Count(static note => note == "tick"));

        Fill();
        Assert.Throws<LoopOverloadedException>(() => Loop.CallRepeatedly(Second, () => { }));
        Assert.Equal(1, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Loop_without_a_capacity_is_never_full()
    {
        var loop = Sys.Txaio("boundless").Loop;
        for (var i = 0; i < 100; i++)
            loop.CallSoon(() => { });

        var statistics = loop.GetStatistics();
        Assert.Equal((100, 0, false), (statistics.Pending, statistics.Capacity, statistics.IsFull));
        Assert.Equal(0, statistics.Refused);
    }

    [Fact]
    public void Loop_without_a_capacity_has_nothing_taken()
    {
        var loop = Sys.Txaio("boundless").Loop;
        loop.CallSoon(() => { });
        loop.SynchronizationContext.Post(_ => { }, null);
        Assert.Equal(0, loop.GetStatistics().Taken);

        Time.RunUntilIdle();

        Assert.Equal((0, 2), (loop.GetStatistics().Taken, loop.GetStatistics().Executed));
    }

    [Fact]
    public void Running_callback_does_not_count_as_queued()
    {
        var taken = 0;
        OnLoop(() =>
        {
            while (taken < 10)
            {
                Loop.CallSoon(() => { });
                taken++;
            }

            Assert.Throws<LoopOverloadedException>(() => Loop.CallSoon(() => { }));
        });

        Assert.Equal(10, taken);
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void Work_of_the_library_is_never_refused()
    {
        var future = Api.CreateFuture<int>();
        future.AddCallbacks(value => Note($"future {value}"));
        Api.CallLater(Second, Note, "delayed");
        Fill();

        future.Resolve(1);
        Loop.SynchronizationContext.Post(_ => Note("posted"), null);
        Task.Factory.StartNew(
            () => Note("task"), CancellationToken.None, TaskCreationOptions.None, Loop.TaskScheduler);
        Time.Advance(Second);

        Assert.Equal(["future 1", "posted", "task", "delayed"], Notes.Skip(10));
        Assert.Equal(0, Loop.GetStatistics().Refused);
    }

    [Fact]
    public void Await_on_a_full_loop_resumes()
    {
        var task = Loop.RunAsync(async () =>
        {
            Fill();
            await Task.Yield();
            Note("went on");
        });

        Time.WaitFor(task);

        Assert.Equal("went on", Notes[^1]);
    }

    [Fact]
    public void Work_of_the_library_counts_towards_the_capacity()
    {
        for (var i = 0; i < 12; i++)
            Loop.SynchronizationContext.Post(_ => { }, null);

        Assert.Throws<LoopOverloadedException>(() => Loop.CallSoon(() => { }));
        Time.RunUntilIdle();
        Loop.CallSoon(() => { });
        Time.RunUntilIdle();
    }

    [Fact]
    public async Task CallSoon_from_many_threads_fills_a_blocked_loop_exactly()
    {
        var loop = Sys.Txaio("real").Loop;
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource();
        loop.CallSoon(() =>
        {
            blocked.SetResult();
            release.Wait(Guard);
        });
        await blocked.Task.WaitAsync(Guard);
        var taken = 0;
        var refused = 0;
        var ran = 0;

        await Threads.Run(8, _ =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                try
                {
                    loop.CallSoon(() => ran++);
                    Interlocked.Increment(ref taken);
                }
                catch (LoopOverloadedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        });

        Assert.Equal(50, taken);
        Assert.Equal(7_950, refused);
        Assert.Equal(7_950, loop.GetStatistics().Refused);
        release.Set();
        await ((Func<Task>)(async () =>
        {
            var end = new TaskCompletionSource();
            loop.SynchronizationContext.Post(_ => end.SetResult(), null);
            await end.Task.WaitAsync(Guard);
        }))();
        Assert.Equal(50, ran);
    }

    private void Fill()
    {
        for (var i = 0; i < 10; i++)
            Loop.CallSoon(Note, "filled");
    }
}
