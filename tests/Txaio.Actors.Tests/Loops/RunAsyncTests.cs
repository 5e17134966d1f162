namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// RunAsync starts work on the loop. The task that RunAsync returns has the outcome of the work's task.
/// </summary>
public sealed class RunAsyncTests : LoopTestKit
{
    [Fact]
    public void RunAsync_starts_the_work_on_the_loop_and_not_inline()
    {
        var task = Loop.RunAsync(() =>
        {
            Note($"{EventLoop.Current}");
            return Task.CompletedTask;
        });
        Assert.Empty(Notes);
        Assert.False(task.IsCompleted);

        Time.WaitFor(task);

        Assert.Equal(["loop 'default'"], Notes);
    }

    [Fact]
    public void RunAsync_returns_the_result() =>
        Assert.Equal(42, Time.WaitFor(Loop.RunAsync(async () =>
        {
            await Task.Yield();
            return 42;
        })));

    [Fact]
    public void RunAsync_binds_async_lambdas_to_the_forms_with_tasks()
    {
        Task task = Loop.RunAsync(async () => await Task.Yield());
        Task<string> text = Loop.RunAsync(() => Task.FromResult("text"));

        Time.WaitFor(task);
        Assert.Equal("text", Time.WaitFor(text));
    }

    [Fact]
    public void RunAsync_that_throws_fails_its_task_and_is_no_unhandled_failure()
    {
        var thrown = new NotSupportedException("it failed");

        Assert.Same(thrown, Failure(Loop.RunAsync(() => throw thrown)));
        Assert.Same(thrown, Failure(Loop.RunAsync<int>(() => throw thrown)));
        Assert.Same(thrown, Failure(Loop.RunAsync(async () =>
        {
            await Task.Yield();
            throw thrown;
        })));
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void RunAsync_of_cancelled_work_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var task = Loop.RunAsync(() => Task.Delay(Second, Loop.TimeProvider, source.Token));
        Time.RunUntilIdle();
        source.Cancel();

        var error = Assert.IsAssignableFrom<OperationCanceledException>(Failure(task));

        Assert.True(task.IsCanceled);
        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public void RunAsync_of_work_whose_future_was_cancelled_keeps_the_message()
    {
        var future = Api.CreateFuture<int>();
        var task = Loop.RunAsync(async () => await future);
        Time.RunUntilIdle();
        future.Cancel("no longer needed");

        var error = Assert.IsType<FutureCancelledException>(Failure(task));

        Assert.Equal("no longer needed", error.Message);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public void RunAsync_whose_work_returns_null_fails_and_says_so()
    {
        var error = Assert.IsType<InvalidOperationException>(Failure(Loop.RunAsync(() => (Task)null!)));
        Assert.Equal("The work given to RunAsync returned null instead of a task.", error.Message);

        error = Assert.IsType<InvalidOperationException>(Failure(Loop.RunAsync<int>(() => null!)));
        Assert.Equal("The work given to RunAsync returned null instead of a task.", error.Message);
    }

    [Fact]
    public void RunAsync_completes_off_the_loop()
    {
        var task = Loop.RunAsync(() => Task.CompletedTask);
        var after = task.ContinueWith(
            _ => EventLoop.Current,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        Assert.Null(Time.WaitFor(after));
    }

    [Fact]
    public void RunAsync_on_the_loop_itself_is_awaited_there()
    {
        var task = Loop.RunAsync(async () =>
        {
            var inner = await Loop.RunAsync(() => Task.FromResult(EventLoop.Current));
            return (inner, EventLoop.Current);
        });

        Assert.Equal((Loop, Loop), Time.WaitFor(task));
    }

    private Exception? Failure(Task task) => Record.Exception(() => Time.WaitFor(task));
}
