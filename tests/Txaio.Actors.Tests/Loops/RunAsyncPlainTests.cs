using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// RunAsync of work that is no async method: actions, functions, and functions of futures and value tasks.
/// </summary>
public sealed class RunAsyncPlainTests() : LoopTestKit("txaio.loops.full.capacity = 1")
{
    [Fact]
    public void Action_and_function_run_on_the_loop_in_the_order_of_the_queue_and_not_inline()
    {
        Loop.CallSoon(() => Note("first"));
        Task action = Loop.RunAsync(() => Note($"action on {EventLoop.Current}"));
        Task<string> function = Loop.RunAsync(() =>
        {
            Note("function");
            return $"{EventLoop.Current}";
        });
        Loop.CallSoon(() => Note("last"));
        Assert.Empty(Notes);

        Time.WaitFor(action);

        Assert.Equal("loop 'default'", Time.WaitFor(function));
        Assert.Equal(["first", "action on loop 'default'", "function", "last"], Notes);
    }

    [Fact]
    public void Exception_fails_the_task_and_is_no_unhandled_failure()
    {
        var thrown = new NotSupportedException("it failed");

        Assert.Same(thrown, Failure(Loop.RunAsync(() => Throw(thrown))));
        Assert.Same(thrown, Failure(Loop.RunAsync(() => Throw<int>(thrown))));
        Assert.Same(thrown, Failure(Loop.RunAsync(() => Throw<Future<int>>(thrown))));
        Assert.Same(thrown, Failure(Loop.RunAsync(() => Throw<ValueTask>(thrown))));
        Assert.Same(thrown, Failure(Loop.RunAsync(() => Throw<ValueTask<int>>(thrown))));
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void OperationCanceledException_cancels_the_task_and_keeps_its_message()
    {
        var thrown = new OperationCanceledException("not today");
        var task = Loop.RunAsync(() => Throw<int>(thrown));

        Assert.Equal("not today", Failure(task)?.Message);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public void Work_that_is_cancelled_before_the_loop_comes_to_it_does_not_run()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        Task[] tasks =
        [
            Loop.RunAsync(() => Note("action"), token),
            Loop.RunAsync(() => Noted("function"), token),
            Loop.RunAsync(() => Api.CreateFutureSuccess(Noted("future")), token),
            Loop.RunAsync(() => ValueTask.FromResult(Noted("value task of a value")), token),
            Loop.RunAsync(NotedValueTask, token),
        ];

        source.Cancel();
        Assert.All(tasks, static task => Assert.True(task.IsCanceled));
        Time.RunUntilIdle();

        Assert.Empty(Notes);
        var error = Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(tasks[0]));
        Assert.Equal(token, error.CancellationToken);
    }

    [Fact]
    public void Token_does_not_cancel_work_that_has_run()
    {
        using var source = new CancellationTokenSource();
        var task = Loop.RunAsync(() => 7, source.Token);
        Time.RunUntilIdle();
        source.Cancel();

        Assert.Equal(7, Time.WaitFor(task));
    }

    /// <summary>RunAsync never returns a task of a task, of a value task or of a future.</summary>
    [Fact]
    public void Each_kind_of_work_binds_to_the_form_with_its_value()
    {
        Task<int> value = Loop.RunAsync(() => 1);
        Task<int> group = Loop.RunAsync(Two);
        Task<int> task = Loop.RunAsync(() => Task.FromResult(3));
        Task<int> taskGroup = Loop.RunAsync(FourLater);
        Task<int> asyncLambda = Loop.RunAsync(async () =>
        {
            await Task.Yield();
            return 5;
        });
        Task<int> future = Loop.RunAsync(() => Api.CreateFutureSuccess(6));
        Task<int> valueTask = Loop.RunAsync(() => new ValueTask<int>(7));
        Task<int?> nullable = Loop.RunAsync(() => (int?)null);

        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7],
            new[] { value, group, task, taskGroup, asyncLambda, future, valueTask }.Select(it => Time.WaitFor(it)));
        Assert.Null(Time.WaitFor(nullable));
    }

    [Fact]
    public void Work_without_a_value_binds_to_the_forms_without_one()
    {
        var waited = new TaskCompletionSource();
        Task action = Loop.RunAsync(() => Note("action"));
        Task group = Loop.RunAsync(NoteGroup);
        Task asyncLambda = Loop.RunAsync(async () => await waited.Task);
        Task task = Loop.RunAsync(() => waited.Task);
        Task valueTask = Loop.RunAsync(() => new ValueTask(waited.Task));
        Time.RunUntilIdle();

        Assert.All(new[] { action, group }, static done => Assert.True(done.IsCompletedSuccessfully));
        Assert.All(new[] { asyncLambda, task, valueTask }, static pending => Assert.False(pending.IsCompleted));
        waited.SetResult();
        foreach (var pending in new[] { asyncLambda, task, valueTask })
            Time.WaitFor(pending);
    }

    /// <summary>A lambda that only throws, or returns null, binds to one overload: it is not ambiguous.</summary>
    [Fact]
    public void Throw_expressions_and_null_bind_to_a_form()
    {
        var thrown = new NotSupportedException("it failed");

        Assert.Same(thrown, Failure(Loop.RunAsync(() => throw thrown)));
        Assert.Same(thrown, Failure(Loop.RunAsync<int>(() => throw thrown)));
        Assert.Same(thrown, Failure(Loop.RunAsync(() => { throw thrown; })));
        Assert.Contains("returned null", Failure(Loop.RunAsync(() => null!))!.Message, StringComparison.Ordinal);
        Assert.Contains(
            "null instead of a Future<", Failure(Loop.RunAsync(() => (Future<int>)null!))!.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("work", () => { _ = Loop.RunAsync(null!); });
        Assert.Throws<ArgumentNullException>("work", () => { _ = Loop.RunAsync((Action)null!); });
        Assert.Throws<ArgumentNullException>("work", () => { _ = Loop.RunAsync((Func<int>)null!); });
    }

    [Fact]
    public void Closed_and_full_loops_refuse_plain_work()
    {
        var full = Sys.Txaio("full").Loop;
        full.CallSoon(() => { });
        Assert.Throws<LoopOverloadedException>(() => { _ = full.RunAsync(() => Note("refused")); });
        Assert.Throws<LoopOverloadedException>(() => { _ = full.RunAsync(() => 1); });

        Time.Terminate();
        Assert.Throws<LoopTerminatedException>(() => { _ = Loop.RunAsync(() => Note("refused")); });
        Assert.Throws<LoopTerminatedException>(() => { _ = Loop.RunAsync(() => 1); });
        Assert.Empty(Notes);
    }

    [Fact]
    public void Plain_work_completes_its_task_off_the_loop()
    {
        var after = Loop.RunAsync(() => 1).ContinueWith(
            _ => EventLoop.Current,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        Assert.Null(Time.WaitFor(after));
    }

    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A method group of an object.")]
    private int Two() => 2;

    private static Task<int> FourLater() => Task.FromResult(4);

    private void NoteGroup() => Note("group");

    private int Noted(string what)
    {
        Note(what);
        return 0;
    }

    private ValueTask NotedValueTask()
    {
        Note("value task");
        return default;
    }

    private static void Throw(Exception thrown) => throw thrown;

    private static T Throw<T>(Exception thrown) => throw thrown;

    private Exception? Failure(Task task) => Record.Exception(() => Time.WaitFor(task));
}
