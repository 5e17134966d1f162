namespace Txaio.Actors.Tests.Futures;

/// <summary>resolve and reject complete a future once, on any thread.</summary>
public sealed class ResolveRejectTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    [Fact]
    public void Resolve_gives_every_callback_the_original_value()
    {
        var future = Tx.CreateFuture<int>();
        future.AddCallbacks(Note<int>("first"));
        future.AddCallbacks(Note<int>("second"));

        Tx.Resolve(future, 7);
        Assert.True(future.IsCalled);
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(["first 7", "second 7"], Seen);
    }

    [Fact]
    public void Resolve_without_a_value_completes_a_future_of_Done()
    {
        var (one, two, three) = (Tx.CreateFuture(), Tx.CreateFuture(), Tx.CreateFuture());

        Tx.Resolve(one);
        two.Resolve();

        Assert.True(three.TryResolve());
        Assert.False(three.TryResolve());
        Assert.All([one, two, three], future => Assert.Equal("f = Akka.Done", EndOf(future)));
    }

    [Fact]
    public void Reject_takes_an_exception_or_a_failure()
    {
        var futures = Enumerable.Range(0, 6).Select(_ => Tx.CreateFuture<int>()).ToList();
        var failure = Tx.CreateFailure(_error);

        Tx.Reject(futures[0], _error);
        Tx.Reject(futures[1], failure);
        futures[2].Reject(_error);
        futures[3].Reject(failure);
        Assert.True(futures[4].TryReject(_error));
        Assert.True(futures[5].TryReject(failure));

        Assert.All(futures, future => Assert.Same(_error, ErrorOf(future)));
        Assert.All(futures, future => Assert.False(future.IsCancelled));
    }

    [Fact]
    public void Reject_with_null_throws_and_leaves_the_future_pending()
    {
        var future = Tx.CreateFuture<int>();
        IFuture untyped = future;

        Assert.Throws<ArgumentNullException>(() => Tx.Reject(future, null!));
        Assert.Throws<ArgumentNullException>(() => future.Reject(null!));
        Assert.Throws<ArgumentNullException>(() => untyped.Reject(null!));
        Assert.Throws<ArgumentNullException>(() => future.TryReject(null!));
        Assert.Throws<ArgumentNullException>(() => untyped.TryReject(null!));
        Assert.Throws<ArgumentNullException>(() => future.Reject((IFailedFuture)null!));
        Assert.False(future.IsCalled);
    }

    [Theory]
    [InlineData("resolved", "resolved")]
    [InlineData("rejected", "resolved")]
    [InlineData("cancelled", "resolved")]
    [InlineData("resolved", "rejected")]
    [InlineData("rejected", "rejected")]
    [InlineData("cancelled", "rejected")]
    public void Second_completion_throws_and_changes_nothing(string first, string second)
    {
        var future = Tx.CreateFuture<int>();
        Complete(future, first, 1);
        var before = EndOf(future);

        var thrown = Assert.Throws<FutureAlreadyCalledException>(() => Complete(future, second, 2));

        Assert.Equal(
            $"Future<Int32> of loop 'default' cannot be {second}: it has been {first} already.", thrown.Message);
        Assert.IsAssignableFrom<InvalidOperationException>(thrown);
        Assert.Contains(
            "cannot be rejected",
            Assert.Throws<FutureAlreadyCalledException>(() => future.Reject(Tx.CreateFailure(_error))).Message,
            StringComparison.Ordinal);
        Assert.False(future.TryResolve(3));
        Assert.False(future.TryReject(_error));
        Assert.False(future.TryReject(Tx.CreateFailure(_error)));
        Assert.False(future.Cancel());
        Assert.Equal(before, EndOf(future));
        Assert.Equal(first == "cancelled", future.IsCancelled);
    }

    /// <summary>txaio's issue 124 reports this case: code resolves a future that has been cancelled.</summary>
    [Fact]
    public void Late_result_of_a_cancelled_future_can_be_dropped()
    {
        var future = Tx.CreateFuture<int>();
        future.Cancel("gone");

        if (!Tx.IsCalled(future))
            Tx.Resolve(future, 1);
        Assert.False(future.TryResolve(1));

        Assert.Equal("f ! FutureCancelledException: gone", EndOf(future));
    }

    /// <summary>No callback runs inside Resolve, so the caller may change its state before or after the call.</summary>
    [Fact]
    public void Resolve_on_the_loop_does_not_run_callbacks_inside()
    {
        var future = Tx.CreateFuture<int>();
        future.AddCallbacks(_ => Seen.Add("callback"));
        Tx.Loop.CallSoon(() =>
        {
            future.Resolve(1);
            Seen.Add("after resolve");
            future.AddCallbacks(_ => Seen.Add("late callback"));
            Seen.Add("after add");
        });

        Time.RunUntilIdle();

        Assert.Equal(["after resolve", "after add", "callback", "late callback"], Seen);
    }

    [Fact]
    public async Task Resolve_on_any_thread_runs_callbacks_on_the_loop()
    {
        var future = Tx.CreateFuture<int>();
        future.AddCallbacks(_ => Seen.Add($"{EventLoop.Current}"));

        await Task.Run(() => future.Resolve(1));
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(["loop 'default'"], Seen);
    }

    [Fact]
    public void Null_future_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.Resolve<int>(null!, 1));
        Assert.Throws<ArgumentNullException>(() => Tx.Resolve(null!));
        Assert.Throws<ArgumentNullException>(() => Tx.Reject(null!, _error));
        Assert.Throws<ArgumentNullException>(() => Tx.Cancel(null!));
        Assert.Throws<ArgumentNullException>(() => Tx.AddCallbacks<int>(null!, _ => { }));
        Assert.Throws<ArgumentNullException>(() => FutureExtensions.Resolve(null!));
        Assert.Throws<ArgumentNullException>(() => FutureExtensions.TryResolve(null!));
    }

    private void Complete(Future<int> future, string how, int value)
    {
        if (how == "resolved")
            future.Resolve(value);
        else if (how == "rejected")
            future.Reject(new InvalidOperationException($"failed {value}"));
        else
            Tx.Cancel(future, $"cancelled {value}");
    }
}
