namespace Txaio.Actors.Tests.Loops;

/// <summary>A loop's TaskScheduler runs tasks on the loop, one at a time, in order.</summary>
public sealed class LoopTaskSchedulerTests : LoopTestKit
{
    [Fact]
    public void StartNew_runs_tasks_on_the_loop_in_order()
    {
        var tasks = Enumerable.Range(0, 5).Select(number => Start(() =>
        {
            Note($"{number} on {EventLoop.Current}");
            return TaskScheduler.Current;
        })).ToArray();
        Assert.Empty(Notes);

        Time.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"{number} on loop 'default'"), Notes);
        Assert.All(tasks, task => Assert.Same(Loop.TaskScheduler, task.Result));
    }

    [Fact]
    public void StartNew_that_throws_fails_its_task_and_is_no_unhandled_failure()
    {
        var task = Start<int>(() => throw new NotSupportedException("in a task"));

        Assert.Throws<NotSupportedException>(() => Time.WaitFor(task));
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void StartNew_with_an_await_in_it_stays_on_the_loop()
    {
        var task = Start(async () =>
        {
            await Task.Yield();
            return EventLoop.Current;
        }).Unwrap();

        Assert.Same(Loop, Time.WaitFor(task));
    }

    [Fact]
    public void Wait_on_the_loop_for_a_queued_task_runs_it_inline_and_once() => OnLoop(() =>
    {
        var task = Start(() => { Note("ran"); return 7; });
        Assert.Empty(Notes);

        // The callback would wait forever if Result did not run the queued task inline.
        Assert.Equal(7, task.Result);
        Assert.Equal(["ran"], Notes);
    });

    [Fact]
    public void RunSynchronously_off_the_loop_is_not_inline()
    {
        var task = new Task<EventLoop?>(() => EventLoop.Current);
        var running = Task.Run(() => task.RunSynchronously(Loop.TaskScheduler));

        Time.WaitFor(running);

        Assert.Same(Loop, Time.WaitFor(task));
    }

    [Fact]
    public void ForEach_on_the_scheduler_is_one_at_a_time()
    {
        var options = new ParallelOptions { TaskScheduler = Loop.TaskScheduler, MaxDegreeOfParallelism = 4 };
        var inside = 0;
        var seen = new List<(int Inside, EventLoop? On)>();
        var all = Parallel.ForEachAsync(Enumerable.Range(0, 20), options, (_, _) =>
        {
            seen.Add((++inside, EventLoop.Current));
            inside--;
            return ValueTask.CompletedTask;
        });

        Time.WaitFor(all);

        Assert.Equal(Enumerable.Repeat((1, (EventLoop?)Loop), 20), seen);
    }

    [Fact]
    public void MaximumConcurrencyLevel_is_one() => Assert.Equal(1, Loop.TaskScheduler.MaximumConcurrencyLevel);

    private Task<T> Start<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, Loop.TaskScheduler);
}
