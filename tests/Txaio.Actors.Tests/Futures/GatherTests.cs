namespace Txaio.Actors.Tests.Futures;

/// <summary>gather: one future for the outcomes of several.</summary>
public sealed class GatherTests : FuturesTestKit
{
    private const string Loops =
        """
        txaio.loops.io.dispatcher.type =
          "Txaio.Actors.TestKit.VirtualDispatcherConfigurator, Txaio.Actors.TestKit"
        """;

    private readonly InvalidOperationException _error = new("second failed");

    public GatherTests()
        : base(Loops)
    {
    }

    [Fact]
    public void Outcomes_come_in_the_order_of_the_futures()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        var gathered = Tx.Gather(futures);

        futures[2].Resolve(2);
        futures[0].Resolve(0);
        Assert.False(gathered.IsCalled);
        futures[1].Resolve(1);

        Assert.Equal([0, 1, 2], ValueOf(gathered).Select(outcome => outcome.Value));
    }

    /// <summary>
    /// txaio documents failures (IFailedFuture) and returns raw exceptions. Here the outcome has the failure.
    /// </summary>
    [Fact]
    public void Consumed_failures_are_in_the_outcomes_and_never_fail_the_future()
    {
        var cancelled = Tx.CreateFuture<int>();
        cancelled.Cancel("gone");
        var outcomes = ValueOf(
            Tx.Gather([Tx.CreateFutureSuccess(1), Tx.CreateFutureError<int>(_error), cancelled]));

        Assert.Equal([true, false, false], outcomes.Select(outcome => outcome.IsSuccess));
        Assert.Null(outcomes[0].Failure);
        Assert.Same(_error, outcomes[1].Failure!.Value);
        Assert.Equal("gone", Assert.IsType<FutureCancelledException>(outcomes[2].Failure!.Value).Message);
        Assert.Same(_error, Assert.Throws<InvalidOperationException>(() => outcomes[1].Value).InnerException);
        Assert.True(outcomes[0].TryGetValue(out var value));
        Assert.Equal(1, value);
        Assert.False(outcomes[1].TryGetValue(out _));
        Assert.Equal(["1", "InvalidOperationException: second failed"], outcomes.Take(2).Select(o => o.ToString()));
    }

    [Fact]
    public void Consumed_failure_that_comes_last_is_in_the_outcomes()
    {
        var (first, last) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        var gathered = Tx.Gather([first, last]);

        first.Resolve(1);
        last.Reject(_error);

        Assert.Same(_error, ValueOf(gathered)[1].Failure!.Value);
    }

    [Fact]
    public void Not_consumed_the_first_failure_fails_it_at_once_and_the_others_run_on()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        var gathered = Tx.Gather(futures, consumeExceptions: false);

        futures[1].Reject(_error);
        Assert.True(gathered.IsCalled);
        Assert.Same(_error, ErrorOf(gathered));

        Assert.False(futures[0].IsCalled);
        futures[0].Resolve(1);
        futures[2].Reject(new InvalidOperationException("later"));
        Assert.Equal("f = 1", EndOf(futures[0]));
        Assert.Same(_error, ErrorOf(gathered));
    }

    [Fact]
    public void Not_consumed_without_failures_it_succeeds()
    {
        var outcomes = ValueOf(Tx.Gather([Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess(2)], false));

        Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gather_of_no_futures_is_an_empty_list_at_once(bool consume)
    {
        var gathered = Tx.Gather(Array.Empty<Future<int>>(), consume);
        var untyped = Tx.Gather(Array.Empty<IFuture>(), consume);

        Assert.True(gathered.IsCalled);
        Assert.Empty(ValueOf(gathered));
        Assert.Empty(ValueOf(untyped));
    }

    [Fact]
    public void A_future_may_appear_twice()
    {
        var (one, other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        NoteEnd(one);
        var gathered = Tx.Gather([one, other, one, one]);

        one.Resolve(1);
        Assert.False(gathered.IsCalled);
        other.Resolve(2);

        Assert.Equal([1, 2, 1, 1], ValueOf(gathered).Select(outcome => outcome.Value));
    }

    [Fact]
    public void Cancelling_it_cancels_the_futures_that_are_pending()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>(_ => Seen.Add("canceller"))).ToArray();
        futures[1].Resolve(1);
        var gathered = Tx.Gather(futures);

        Assert.True(gathered.Cancel("all of it"));
        Time.RunUntilIdle();

        Assert.Equal([true, false, true], futures.Select(future => future.IsCancelled));
        Assert.Equal(["canceller", "canceller"], Seen);
        Assert.Equal("f ! FutureCancelledException: all of it", EndOf(gathered));
    }

    [Fact]
    public void Cancelling_it_without_a_reason_says_who_cancelled_the_futures()
    {
        var future = Tx.CreateFuture<int>();
        var gathered = Tx.Gather(future);

        gathered.Cancel();
        Time.RunUntilIdle();

        Assert.Equal("f ! FutureCancelledException: The future of Gather was cancelled.", EndOf(future));
    }

    [Fact]
    public void Futures_of_any_types_gather_into_objects()
    {
        var outcomes = ValueOf(Tx.Gather(
            [Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess("two"), Tx.CreateFutureError<bool>(_error)]));

        Assert.Equal(1, outcomes[0].Value);
        Assert.Equal("two", outcomes[1].Value);
        Assert.Same(_error, outcomes[2].Failure!.Value);
    }

    [Fact]
    public void Futures_of_several_loops_gather_on_the_loop_of_the_instance()
    {
        var io = Tx.WithConfig("io");
        var (here, there) = (Tx.CreateFuture<int>(), io.CreateFuture<int>());
        var gathered = io.Gather([here, there]);
        gathered.AddCallbacks(_ => Seen.Add($"{EventLoop.Current}"));

        here.Resolve(1);
        there.Resolve(2);
        Time.RunUntilIdle();

        Assert.Same(io.Loop, gathered.Loop);
        Assert.Equal(["loop 'io'"], Seen);
    }

    [Fact]
    public void Null_and_foreign_futures_are_refused_with_their_position()
    {
        var good = Tx.CreateFuture<int>();

        Assert.Throws<ArgumentNullException>(() => Tx.Gather((IEnumerable<Future<int>>)null!));
        var thrown = Assert.Throws<ArgumentException>(() => Tx.Gather([good, null!]));
        Assert.Contains("null at position 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_futures_gather_in_order()
    {
        var futures = Enumerable.Range(0, 10_000).Select(_ => Tx.CreateFuture<int>()).ToArray();
        var gathered = Tx.Gather(futures);
        for (var i = 0; i < futures.Length; i++)
            futures[(i * 7919) % futures.Length].Resolve((i * 7919) % futures.Length);

        Assert.Equal(Enumerable.Range(0, 10_000), ValueOf(gathered).Select(outcome => outcome.Value));
    }

    private IReadOnlyList<Outcome<T>> ValueOf<T>(Future<IReadOnlyList<Outcome<T>>> gathered)
    {
        IReadOnlyList<Outcome<T>>? value = null;
        gathered.AddCallbacks(it => value = it);
        Time.RunUntilIdle();
        return value ?? throw new InvalidOperationException($"{gathered} has no value.");
    }
}
