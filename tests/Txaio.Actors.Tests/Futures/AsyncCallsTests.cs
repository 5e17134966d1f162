namespace Txaio.Actors.Tests.Futures;

/// <summary>Async callbacks: which lambdas bind to their overloads, and how their failures are reported.</summary>
public sealed class AsyncCallsTests : FuturesTestKit
{
    private static readonly TimeSpan Soon = TimeSpan.Zero;

    private readonly IBatchedTimer _timer;

    public AsyncCallsTests() => _timer = Tx.MakeBatchedTimer(Second);

    /// <summary>The calls must also compile without a warning. The project treats warnings as errors.</summary>
    [Fact]
    public void Calls_people_write_bind_to_the_forms_that_see_the_failure()
    {
        var future = Tx.CreateFutureSuccess(1);
        var other = Tx.CreateFuture<int>();
        var token = new CancellationTokenSource().Token;

        Tx.Loop.CallSoon(async () => await Fail("CallSoon"));
        Tx.Loop.CallSoon(() => Fail("CallSoon, a task"));
        Tx.Loop.CallSoon(FailAsync);
        Tx.Loop.CallSoon(async text => await Fail(text), "CallSoon, a state");
        Tx.CallLater(Soon, async () => await Fail("CallLater"));
        Tx.CallLater(Soon, async text => await Fail(text), "CallLater, a state");
        Tx.CallLater(Soon, Fail, "CallLater, a group");
        Tx.CallLater(Soon, async t => await Fail($"CallLater, {t.CanBeCanceled}"), token);
        Tx.CallLater(Soon, async () => await Fail("CallLater, a token"), token);
        _timer.CallLater(Soon, async () => await Fail("batched"));
        _timer.CallLater(Soon, async t => await Fail($"batched, {t.CanBeCanceled}"), token);
        Tx.AddCallbacks(future, async _ => await Fail("AddCallbacks"));
        future.AddCallbacks(async _ => await Fail("AddCallbacks, a member"));
        future.AddCallbacks(_ => Fail("AddCallbacks, a task"));

        // None of these calls fails.
        Tx.AddCallbacks(future, Note<int>("value"));
        Tx.AddCallbacks(future, null, Note<IFailedFuture>("error"));
        Tx.AddCallbacks(future, errback: Note<IFailedFuture>("error"));
        Tx.AddCallbacks(future, other.Resolve, other.Reject);
        Tx.CallLater(Soon, t => Seen.Add($"{t.CanBeCanceled}"), token);
        Tx.CallLater(Soon, Seen.Add, "state");
        Tx.Loop.CallSoon(() => Seen.Add("lambda"));
        Time.Advance(Second * 10);

        string[] expected =
        [
            "AddCallbacks", "AddCallbacks, a member", "AddCallbacks, a task", "CallLater", "CallLater, True",
            "CallLater, a group", "CallLater, a state", "CallLater, a token", "CallSoon", "CallSoon, a state",
            "CallSoon, a task", "a method group", "batched", "batched, True",
        ];
        Assert.Equal(expected, Unhandled.Select(failure => failure.Cause.Message).Order(StringComparer.Ordinal));
        Assert.Equal(["True", "lambda", "state", "value 1"], Seen.Order(StringComparer.Ordinal));
        Assert.Equal(1, other.Result);
    }

    [Fact]
    public void Null_is_refused_where_it_is_given()
    {
        Assert.Throws<ArgumentNullException>("callback", () => Tx.Loop.CallSoon(null!));
        Assert.Throws<ArgumentNullException>("callback", () => Tx.CallLater(Second, null!));
        Assert.Throws<ArgumentNullException>("callback", () => _timer.CallLater(Second, null!));
        Assert.Throws<ArgumentException>(() => Tx.AddCallbacks(Tx.CreateFutureSuccess(1), null));
    }

    [Fact]
    public void Async_callback_that_fails_after_an_await_reaches_its_own_errback_on_the_loop()
    {
        var future = Tx.CreateFutureSuccess(1);
        var failed = new TaskCompletionSource();

        future.AddCallbacks(
            async value =>
            {
                Seen.Add($"value {value}");
                await Tx.Sleep(Second).ConfigureAwait(false);
                throw new InvalidOperationException("late");
            },
            failure =>
            {
                Seen.Add($"{failure.Value.Message} on {EventLoop.Current}");
                failed.SetResult();
            });
        future.AddCallbacks(Note<int>("another"), Note<IFailedFuture>("not mine"));
        Time.RunUntilIdle();
        Assert.Equal(["value 1", "another 1"], Seen);
        Time.Advance(Second);
        Time.WaitFor(failed.Task);

        Assert.Equal("late on loop 'default'", Seen[^1]);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Async_callback_that_fails_at_once_reaches_its_errback_once()
    {
        var future = Tx.CreateFutureSuccess(1);

        future.AddCallbacks(
            async _ => await Task.FromException(new InvalidOperationException("at once")), Note("error"));
        future.AddCallbacks(_ => (Task)null!, Note("null"));
        Time.RunUntilIdle();

        Assert.Equal(["error at once", "null An async callback returned null instead of a task."], Seen);
    }

    [Fact]
    public void Errback_of_an_async_callback_gets_the_futures_failure()
    {
        var future = Tx.CreateFutureError<int>(new InvalidOperationException("the future's"));

        future.AddCallbacks(async _ => await Fail("never"), Note("error"));
        Time.RunUntilIdle();

        Assert.Equal(["error the future's"], Seen);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Errback_that_throws_for_a_late_failure_is_reported()
    {
        Tx.CreateFutureSuccess(1).AddCallbacks(
            async _ => await Fail("late"), _ => throw new InvalidOperationException("the errback's"));
        Time.Advance(Second);

        Assert.Equal("the errback's", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Late_failure_on_a_loop_that_has_closed_is_reported()
    {
        var source = new TaskCompletionSource();
        Tx.Loop.CallSoon(() => source.Task);
        Time.RunUntilIdle();
        Time.Terminate();

        source.SetException(new InvalidOperationException("after the end"));

        Assert.Equal("after the end", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Ask_takes_a_token_without_a_timeout()
    {
        using var source = new CancellationTokenSource();
        var probe = CreateTestProbe();
        var asked = Tx.Ask<int>(probe.Ref, "question", source.Token);

        source.Cancel();

        Assert.True(asked.IsCancelled);
        Assert.Equal(source.Token, Assert.IsType<FutureCancelledException>(ErrorOf(asked)).CancellationToken);
    }

    private static Task FailAsync() => Task.FromException(new InvalidOperationException("a method group"));

    private Action<IFailedFuture> Note(string what) => failure => Seen.Add($"{what} {failure.Value.Message}");

    private async Task Fail(string message)
    {
        await Tx.Sleep(Second / 2);
        throw new InvalidOperationException(message);
    }
}
