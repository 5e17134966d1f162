namespace Txaio.Actors.Tests.Futures;

/// <summary>as_future: the result of a function becomes a future.</summary>
public sealed class AsFutureTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    [Fact]
    public void Function_is_called_at_once_on_the_callers_thread()
    {
        EventLoop? loop = null;
        var thread = 0;
        var future = Tx.AsFuture(() =>
        {
            (loop, thread) = (EventLoop.Current, Environment.CurrentManagedThreadId);
            return 42;
        });

        Assert.True(future.IsCalled);
        Assert.Null(loop);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal("f = 42", EndOf(future));
    }

    [Fact]
    public void Async_body_runs_at_once_up_to_its_first_await()
    {
        var gate = new TaskCompletionSource();
        var future = Tx.AsFuture(async () =>
        {
            Seen.Add("begun");
            await gate.Task;
            return 5;
        });

        Assert.Equal(["begun"], Seen);
        Assert.False(future.IsCalled);
        gate.SetResult();
        Time.WaitFor(future.AsTask());
        Assert.Equal("f = 5", EndOf(future));
    }

    [Fact]
    public void Throw_is_a_failed_future_in_every_form()
    {
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<int>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => { Throw<int>(); })));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<Task<int>>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<Task>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<Future<int>>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<ValueTask<int>>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(() => Throw<ValueTask>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(async () => await Task.FromException(_error))));
        Assert.Same(_error, ErrorOf(Tx.AsFuture((CancellationToken _) => Throw<Task<int>>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture((CancellationToken _) => Throw<Task>())));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<int>(), 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => { Throw<int>(); }, 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<Task<int>>(), 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<Task>(), 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<Future<int>>(), 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<ValueTask<int>>(), 1)));
        Assert.Same(_error, ErrorOf(Tx.AsFuture(_ => Throw<ValueTask>(), 1)));
    }

    [Fact]
    public void Future_is_passed_on_as_that_very_object()
    {
        var other = Tx.CreateFuture<int>();

        Assert.Same(other, Tx.AsFuture(() => other));
        Assert.Same(other, Tx.AsFuture(it => it, other));
    }

    [Fact]
    public void Null_task_or_future_is_a_failed_future_with_a_clear_message()
    {
        Assert.Equal(
            "The function given to AsFuture returned null where a Task was expected.",
            ErrorOf(Tx.AsFuture(() => (Task)null!)).Message);
        Assert.Contains("Task<Int32>", ErrorOf(Tx.AsFuture(() => (Task<int>)null!)).Message);
        Assert.Contains("Future<Int32>", ErrorOf(Tx.AsFuture(() => (Future<int>)null!)).Message);
        Assert.Contains("Task", ErrorOf(Tx.AsFuture((CancellationToken _) => (Task)null!)).Message);
    }

    [Fact]
    public void Task_that_ends_later_ends_the_future_as_it_did()
    {
        var (good, bad, gone) =
            (new TaskCompletionSource<int>(), new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var futures = new[]
        {
            Tx.AsFuture(() => good.Task), Tx.AsFuture(() => bad.Task), Tx.AsFuture(() => gone.Task),
        };

        good.SetResult(1);
        bad.SetException(_error);
        gone.SetCanceled();

        Assert.Equal("f = 1", EndOf(futures[0]));
        Assert.Same(_error, ErrorOf(futures[1]));
        Assert.Equal("f ! FutureCancelledException: The task it follows was cancelled.", EndOf(futures[2]));
        Assert.True(futures[2].IsCancelled);
    }

    /// <summary>Cancellation keeps its message and token through an async method.</summary>
    [Fact]
    public void Async_function_that_ends_by_cancellation_keeps_message_and_token()
    {
        var inner = Tx.CreateFuture<int>();
        inner.Cancel("the reason");
        using var source = new CancellationTokenSource();
        source.Cancel();

        var byFuture = Tx.AsFuture(async () => await inner);
        var byToken = Tx.AsFuture(() => Task.FromCanceled(source.Token));

        Assert.Equal("f ! FutureCancelledException: the reason", EndOf(byFuture));
        Assert.Equal(source.Token, Assert.IsType<FutureCancelledException>(ErrorOf(byToken)).CancellationToken);
    }

    [Fact]
    public void Task_with_several_exceptions_fails_with_all_of_them()
    {
        var task = Task.WhenAll(Task.FromException(_error), Task.FromException(new ArgumentException("second")));

        var error = Assert.IsType<AggregateException>(ErrorOf(Tx.AsFuture(() => task)));

        Assert.Equal(2, error.InnerExceptions.Count);
    }

    [Fact]
    public void Cancelling_a_future_of_a_task_leaves_the_task_alone()
    {
        var source = new TaskCompletionSource<int>();
        var future = Tx.AsFuture(() => source.Task);

        future.Cancel("not interested");
        source.SetResult(1);

        Assert.Equal("f ! FutureCancelledException: not interested", EndOf(future));
    }

    /// <summary>With the overload that takes a token, cancelling the future cancels the work.</summary>
    [Fact]
    public void Cancelling_a_future_of_cancellable_work_cancels_the_work()
    {
        CancellationToken given = default;
        var future = Tx.AsFuture(async token =>
        {
            given = token;
            await Task.Delay(Timeout.InfiniteTimeSpan, Tx.Loop.TimeProvider, token);
            return 1;
        });
        var done = Tx.AsFuture(token => Task.Delay(Timeout.InfiniteTimeSpan, Tx.Loop.TimeProvider, token));
        Assert.False(given.IsCancellationRequested);

        future.Cancel("stop");
        done.Cancel("stop");
        Time.RunUntilIdle();

        Assert.True(given.IsCancellationRequested);
        Assert.Equal("f ! FutureCancelledException: stop", EndOf(future));
        Assert.Equal("f ! FutureCancelledException: stop", EndOf(done));
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Cancellable_work_that_ends_completes_its_future()
    {
        Assert.Equal("f = 1", EndOf(Tx.AsFuture(_ => Task.FromResult(1))));
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture((CancellationToken _) => Task.CompletedTask)));
    }

    [Fact]
    public void Arguments_are_passed_on()
    {
        Assert.Equal("f = 7", EndOf(Tx.AsFuture(x => x + 1, 6)));
        Assert.Equal("f = 3", EndOf(Tx.AsFuture((string s) => Task.FromResult(s.Length), "abc")));
        Assert.Equal("f = 3", EndOf(Tx.AsFuture((string s) => new ValueTask<int>(s.Length), "abc")));
        Assert.Equal("f = 3", EndOf(Tx.AsFuture((string s) => Tx.CreateFutureSuccess(s.Length), "abc")));
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture((string s) => Task.Delay(s.Length - 3), "abc")));
    }

    [Fact]
    public void Null_function_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.AsFuture((Func<int>)null!));
        Assert.Throws<ArgumentNullException>(() => Tx.AsFuture((Action)null!));
        Assert.Throws<ArgumentNullException>(() => Tx.AsFuture((Func<Task>)null!));
        Assert.Throws<ArgumentNullException>(() => Tx.AsFuture((Func<CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => Tx.AsFuture((Func<int, int>)null!, 1));
    }

    private T Throw<T>() => throw _error;
}
