namespace Txaio.Actors.Tests.Futures;

/// <summary>cancel, and the canceller given at creation.</summary>
public sealed class CancelFutureTests : FuturesTestKit
{
    [Fact]
    public void Cancel_of_a_pending_future_fails_it_with_the_message()
    {
        var future = Tx.CreateFuture<int>();

        Assert.True(future.Cancel("no longer needed"));

        Assert.True(future.IsCalled);
        Assert.True(future.IsCancelled);
        var error = Assert.IsType<FutureCancelledException>(ErrorOf(future));
        Assert.Equal("no longer needed", error.Message);
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal("Future<Int32> of loop 'default' (cancelled)", future.ToString());
    }

    [Fact]
    public void Cancel_without_a_message_has_one_of_its_own()
    {
        var future = Tx.CreateFuture<int>();

        Tx.Cancel(future);

        Assert.Equal("The future was cancelled.", ErrorOf(future).Message);
    }

    [Fact]
    public void Canceller_runs_once_on_the_loop_before_the_errbacks_with_the_cancelled_future()
    {
        var future = Tx.CreateFuture<int>(it =>
            Seen.Add($"canceller {it.IsCalled} {it.IsCancelled} {EventLoop.Current}"));
        future.AddCallbacks(null, _ => Seen.Add("errback"));

        Assert.True(future.Cancel());
        Assert.False(future.Cancel());
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(["canceller True True loop 'default'", "errback"], Seen);
    }

    [Fact]
    public void Canceller_gets_the_future_itself()
    {
        Future<int>? given = null;
        var future = Tx.CreateFuture<int>(it => given = it);

        future.Cancel();
        Time.RunUntilIdle();

        Assert.Same(future, given);
    }

    [Fact]
    public void Canceller_that_throws_is_reported_and_the_future_is_cancelled_all_the_same()
    {
        var future = Tx.CreateFuture<int>(_ => throw new InvalidOperationException("canceller"));
        NoteEnd(future);

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal(["f ! FutureCancelledException: stop"], Seen);
        var failure = Assert.Single(Unhandled);
        Assert.Equal("canceller", failure.Cause.Message);
        Assert.Equal("default", failure.Loop);
        Assert.Contains("canceller", failure.Origin, StringComparison.Ordinal);
        Assert.NotNull(failure.Cause.StackTrace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Canceller_does_not_run_after_completion(bool resolve)
    {
        var future = Tx.CreateFuture<int>(_ => Seen.Add("canceller"));
        _ = resolve ? future.TryResolve(1) : future.TryReject(new InvalidOperationException("failed"));

        Assert.False(future.Cancel("too late"));
        Assert.False(future.IsCancelled);
        Assert.Equal(resolve ? "f = 1" : "f ! InvalidOperationException: failed", EndOf(future));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Canceller_runs_also_when_the_future_has_a_ref(bool before)
    {
        var future = Tx.CreateFuture<int>(_ => Seen.Add("canceller"));
        _ = before ? future.Ref : null;
        _ = before ? future.Ref.Path : null;

        future.Cancel();
        _ = future.Ref;
        Time.RunUntilIdle();

        Assert.Equal(["canceller"], Seen);
    }

    [Fact]
    public void Canceller_may_complete_and_read_the_future_it_is_given()
    {
        var future = Tx.CreateFuture<int>(it =>
        {
            Assert.False(it.TryResolve(1));
            NoteEnd(it, "inner");
        });

        future.Cancel("gone");
        Time.RunUntilIdle();

        Assert.Equal(["inner ! FutureCancelledException: gone"], Seen);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Cancelled_future_is_never_reported_without_an_errback()
    {
        Tx.CreateFuture<int>().Cancel();
        Time.RunUntilIdle();

        Assert.Empty(Unhandled);
    }

    [Fact]
    public async Task Cancel_on_many_threads_cancels_once()
    {
        var ran = 0;
        var future = Tx.CreateFuture<int>(_ => ran++);

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => future.Cancel())));
        Time.RunUntilIdle();

        Assert.Single(won, true);
        Assert.Equal(1, ran);
    }
}
