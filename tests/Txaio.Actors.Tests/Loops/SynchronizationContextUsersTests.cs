using System.ComponentModel;

namespace Txaio.Actors.Tests.Loops;

/// <summary>.NET's APIs that take the current SynchronizationContext, on a loop.</summary>
public sealed class SynchronizationContextUsersTests : LoopTestKit
{
    [Fact]
    public void Progress_made_on_the_loop_reports_there()
    {
        IProgress<int>? progress = null;
        OnLoop(() => progress = new Progress<int>(value => Note($"{value} on {EventLoop.Current}")));

        Time.WaitFor(Task.Run(() =>
        {
            progress!.Report(1);
            progress.Report(2);
        }));
        Time.RunUntilIdle();

        Assert.Equal(["1 on loop 'default'", "2 on loop 'default'"], Notes);
    }

    [Fact]
    public void BackgroundWorker_started_on_the_loop_works_elsewhere_and_tells_the_loop()
    {
        using var worker = new BackgroundWorker { WorkerReportsProgress = true };
        var done = new TaskCompletionSource();
        worker.DoWork += (_, e) =>
        {
            worker.ReportProgress(50, EventLoop.Current?.Name ?? "elsewhere");
            e.Result = 7;
        };
        worker.ProgressChanged += (_, e) => Note($"{e.ProgressPercentage}% {e.UserState}, told on {EventLoop.Current}");
        worker.RunWorkerCompleted += (_, e) =>
        {
            Note($"{e.Result} on {EventLoop.Current}");
            done.SetResult();
        };

        Loop.CallSoon(worker.RunWorkerAsync);
        Time.WaitFor(done.Task);

        Assert.Equal(["50% elsewhere, told on loop 'default'", "7 on loop 'default'"], Notes);
    }

    [Fact]
    public void AsyncOperation_made_on_the_loop_posts_there()
    {
        AsyncOperation? operation = null;
        OnLoop(() => operation = AsyncOperationManager.CreateOperation("state"));

        operation!.Post(_ => Note($"posted on {EventLoop.Current}"), null);
        operation.PostOperationCompleted(_ => Note($"completed on {EventLoop.Current}"), null);
        Time.RunUntilIdle();

        Assert.Same(Loop.SynchronizationContext, operation.SynchronizationContext);
        Assert.Equal(["posted on loop 'default'", "completed on loop 'default'"], Notes);
    }

    [Fact]
    public void Token_registered_with_the_context_is_told_there()
    {
        using var source = new CancellationTokenSource();
        OnLoop(() => source.Token.Register(
            () => Note($"cancelled on {EventLoop.Current}"), useSynchronizationContext: true));

        // Cancel blocks its thread until the loop has run the callback, as Send does.
        Time.WaitFor(Task.Run(source.Cancel));

        Assert.Equal(["cancelled on loop 'default'"], Notes);
    }

    [Fact]
    public void Send_takes_the_callers_execution_context_along()
    {
        var local = new AsyncLocal<string>();

        var sending = Task.Run(() =>
        {
            local.Value = "sender's";
            string? seen = null;
            Loop.SynchronizationContext.Send(_ => seen = local.Value, null);
            return seen;
        });

        Assert.Equal("sender's", Time.WaitFor(sending));
    }

    [Fact]
    public void Post_and_Send_refuse_null_at_once()
    {
        Assert.Throws<ArgumentNullException>("d", () => Loop.SynchronizationContext.Post(null!, null));
        Assert.Throws<ArgumentNullException>("d", () => Loop.SynchronizationContext.Send(null!, null));
        Time.RunUntilIdle();
        Assert.Empty(Published.Failures);
    }
}
