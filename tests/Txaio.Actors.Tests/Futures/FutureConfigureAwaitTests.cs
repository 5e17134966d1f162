namespace Txaio.Actors.Tests.Futures;

/// <summary>ConfigureAwait of a future acts as ConfigureAwait of a task.</summary>
public sealed class FutureConfigureAwaitTests : FuturesTestKit
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ConfigureAwait_resumes_on_the_loop_only_with_true(bool resumesOnLoop)
    {
        var future = Tx.CreateFuture<int>();
        var task = Tx.Loop.RunAsync(async () => (await future.ConfigureAwait(resumesOnLoop), EventLoop.Current));
        Time.RunUntilIdle();

        Tx.Loop.CallSoon(() => future.Resolve(4));

        Assert.Equal((4, resumesOnLoop ? Tx.Loop : null), Time.WaitFor(task));
    }

    [Fact]
    public void Code_does_not_come_back_to_a_task_scheduler_either()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var future = Tx.CreateFuture<int>();
        var task = Task.Factory.StartNew(
            async () =>
            {
                await future.ConfigureAwait(false);
                return TaskScheduler.Current;
            },
            CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        // The await must have begun to wait, because an await of a completed future continues at once.
        Assert.True(SpinWait.SpinUntil(() => future.IsObserved, Second * 30));

        future.Resolve(1);

        Assert.Same(TaskScheduler.Default, Time.WaitFor(task));
    }

    [Fact]
    public void Failure_is_thrown_and_counts_as_looked_at()
    {
        var future = Tx.CreateFutureError<int>(new NotSupportedException("no"));
        var task = Tx.Loop.RunAsync(async () => await future.ConfigureAwait(false));

        Assert.Equal("no", Assert.Throws<NotSupportedException>(() => Time.WaitFor(task)).Message);
        Assert.True(future.IsObserved);
    }

    [Fact]
    public void Execution_context_flows_through_it()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        var future = Tx.CreateFuture<int>();
        var awaiting = Awaiting();
        local.Value = "other";
        var seen = new TaskCompletionSource<string?>();
        local.Value = "plain";
        future.ConfigureAwait(false).GetAwaiter().OnCompleted(() => seen.SetResult(local.Value));
        local.Value = "other";

        Time.WaitFor(Task.Run(() => future.Resolve(1)));

        Assert.Equal("mine", Time.WaitFor(awaiting));
        Assert.Equal("plain", Time.WaitFor(seen.Task));

        async Task<string?> Awaiting()
        {
            await future.ConfigureAwait(false);
            return local.Value;
        }
    }
}
