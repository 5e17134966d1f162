using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Task.Factory and ContinueWith with a loop's TaskScheduler.</summary>
public sealed class TaskFactoryTests : LoopTestKit
{
    private TaskScheduler Scheduler => Loop.TaskScheduler;

    /// <summary>A long-running task gets no thread of its own, but runs on the loop and blocks it.</summary>
    [Theory]
    [InlineData(TaskCreationOptions.None)]
    [InlineData(TaskCreationOptions.LongRunning)]
    [InlineData(TaskCreationOptions.PreferFairness)]
    [InlineData(TaskCreationOptions.DenyChildAttach)]
    [InlineData(TaskCreationOptions.HideScheduler)]
    [InlineData(TaskCreationOptions.AttachedToParent)]
    public void StartNew_runs_on_the_loop_whatever_the_options(TaskCreationOptions options)
    {
        var task = Task.Factory.StartNew(() => EventLoop.Current, CancellationToken.None, options, Scheduler);

        Assert.Same(Loop, Time.WaitFor(task));
    }

    [Fact]
    public void TaskFactory_of_the_scheduler_starts_on_the_loop_and_so_do_the_tasks_inside()
    {
        var factory = new TaskFactory(Scheduler);
        var task = factory.StartNew(() => (EventLoop.Current, Inner: Task.Factory.StartNew(() => EventLoop.Current)));

        var (current, inner) = Time.WaitFor(task);
        Assert.Same(Loop, current);
        Assert.Same(Loop, Time.WaitFor(inner));
    }

    [Fact]
    public void Parent_ends_after_the_children_that_attached_to_it()
    {
        var parent = new TaskFactory(Scheduler).StartNew(() =>
        {
            _ = Task.Factory.StartNew(() => Note("child"), TaskCreationOptions.AttachedToParent);
            Note("parent");
        });
        _ = parent.ContinueWith(_ => Note("done"), Scheduler);

        Time.RunUntilIdle();

        Assert.Equal(["parent", "child", "done"], Notes);
    }

    [Fact]
    public void ContinueWith_ExecuteSynchronously_is_inline_on_the_loop_and_queued_from_elsewhere()
    {
        var (onLoop, elsewhere) = (new TaskCompletionSource(), new TaskCompletionSource());
        foreach (var (source, name) in new[] { (onLoop, "inline"), (elsewhere, "queued") })
        {
            _ = source.Task.ContinueWith(
                _ => Note($"{name} on {EventLoop.Current}"),
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, Scheduler);
        }

        OnLoop(() =>
        {
            onLoop.SetResult();
            Note("set");
        });
        Time.WaitFor(Task.Run(elsewhere.SetResult));
        Time.RunUntilIdle();

        Assert.Equal(["inline on loop 'default'", "set", "queued on loop 'default'"], Notes);
    }

    [Fact]
    public void FromCurrentSynchronizationContext_in_a_callback_is_a_scheduler_of_the_loop()
    {
        TaskScheduler? scheduler = null;
        OnLoop(() => scheduler = TaskScheduler.FromCurrentSynchronizationContext());

        var task = Task.Factory.StartNew(
            () => EventLoop.Current, CancellationToken.None, TaskCreationOptions.None, scheduler!);

        Assert.Same(Loop, Time.WaitFor(task));
    }

    [Fact]
    public void Task_that_is_cancelled_before_the_loop_comes_to_it_never_runs()
    {
        using var source = new CancellationTokenSource();
        var task = Task.Factory.StartNew(() => Note("ran"), source.Token, TaskCreationOptions.None, Scheduler);

        source.Cancel();
        Time.RunUntilIdle();

        Assert.True(task.IsCanceled);
        Assert.Empty(Notes);
    }

    [Fact]
    public void WaitAll_on_the_loop_runs_queued_tasks_inline() => OnLoop(() =>
    {
        var tasks = Enumerable.Range(0, 5).Select(number => Task.Factory.StartNew(
            () => number, CancellationToken.None, TaskCreationOptions.None, Scheduler)).ToArray();

        Task.WaitAll(tasks);

        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
    });

    [Fact]
    public void Debuggers_see_the_tasks_that_wait()
    {
        var tasks = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () => { }, CancellationToken.None, TaskCreationOptions.None, Scheduler)).ToArray();
        Loop.CallSoon(() => { });

        Assert.Equal(tasks, Scheduled());
        Time.RunUntilIdle();
        Assert.Empty(Scheduled());
    }

    /// <summary>TaskScheduler.UnobservedTaskException reports the failure, as with any scheduler.</summary>
    [Fact]
    public void Task_that_fails_unobserved_is_reported_by_the_TaskScheduler_event()
    {
        var seen = false;
        EventHandler<UnobservedTaskExceptionEventArgs> see = (_, e) =>
            seen |= e.Exception.InnerException?.Message == "of nobody's task";
        TaskScheduler.UnobservedTaskException += see;
        StartFailing();
        Time.RunUntilIdle();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= see;

        Assert.True(seen);
        Assert.Empty(Published.Failures);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartFailing() => _ = Task.Factory.StartNew(
        () => throw new NotSupportedException("of nobody's task"),
        CancellationToken.None, TaskCreationOptions.None, Scheduler);

    private IEnumerable<Task> Scheduled() => (IEnumerable<Task>)typeof(TaskScheduler)
        .GetMethod("GetScheduledTasks", BindingFlags.Instance | BindingFlags.NonPublic)!
        .Invoke(Scheduler, null)!;
}
