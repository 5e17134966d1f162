namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// add_callbacks: callbacks run once, in order, on the loop. A failure in one pair does not affect others.
/// </summary>
public sealed class AddCallbacksTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("rejected");

    [Fact]
    public void AddCallbacks_of_two_nulls_throws()
    {
        var future = Tx.CreateFuture<int>();

        Assert.Throws<ArgumentException>(() => future.AddCallbacks());
        Assert.Throws<ArgumentException>(() => Tx.AddCallbacks(future, null, null));
    }

    [Fact]
    public void Callbacks_run_once_in_the_order_added_also_across_the_completion()
    {
        var future = Tx.CreateFuture<int>();
        for (var i = 0; i < 5; i++)
            future.AddCallbacks(Note<int>($"{i}:"));
        future.Resolve(9);
        for (var i = 5; i < 8; i++)
            future.AddCallbacks(Note<int>($"{i}:"));

        Time.RunUntilIdle();
        Time.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}: 9"), Seen);
    }

    [Fact]
    public void Callbacks_added_after_completion_queue_behind_queued_callbacks()
    {
        var future = Tx.CreateFutureSuccess(1);
        Tx.Loop.CallSoon(() => Seen.Add("soon"));
        future.AddCallbacks(Note<int>("value"));
        Tx.Loop.CallSoon(() => Seen.Add("later"));

        Time.RunUntilIdle();

        Assert.Equal(["soon", "value 1", "later"], Seen);
    }

    [Fact]
    public void Only_the_matching_half_of_a_pair_runs()
    {
        NoteEnd(Tx.CreateFutureSuccess(1), "good");
        NoteEnd(Tx.CreateFutureError<int>(_error), "bad");
        Tx.CreateFutureSuccess(1).AddCallbacks(null, _ => Seen.Add("never"));

        Time.RunUntilIdle();

        Assert.Equal(["good = 1", "bad ! InvalidOperationException: rejected"], Seen);
    }

    [Fact]
    public void Each_errback_gets_a_failure_of_its_own_with_the_very_exception()
    {
        var future = Tx.CreateFutureError<int>(_error);
        var failures = new List<IFailedFuture>();
        future.AddCallbacks(null, failures.Add);
        future.AddCallbacks(null, failures.Add);

        Time.RunUntilIdle();

        Assert.Equal(2, failures.Count);
        Assert.NotSame(failures[0], failures[1]);
        Assert.All(failures, failure => Assert.Same(_error, failure.Value));
    }

    [Fact]
    public void Callback_that_throws_hands_the_failure_to_its_own_errback_only()
    {
        var future = Tx.CreateFutureSuccess(1);
        var thrown = new InvalidOperationException("thrown");
        future.AddCallbacks(
            _ => throw thrown, failure => Seen.Add(ReferenceEquals(thrown, failure.Value) ? "own" : "?"));
        NoteEnd(future, "next");

        Time.RunUntilIdle();

        Assert.Equal(["own", "next = 1"], Seen);
        Assert.Empty(Unhandled);
    }

    /// <summary>
    /// txaio loses the exception of a callback without an errback. This library reports the exception.
    /// </summary>
    [Fact]
    public void Callback_that_throws_without_an_errback_is_reported_and_the_next_runs()
    {
        var future = Tx.CreateFutureSuccess(1);
        future.AddCallbacks(_ => throw new InvalidOperationException("thrown"));
        NoteEnd(future);

        EventFilter.Error(contains: "Unhandled failure").ExpectOne(Time.RunUntilIdle);

        Assert.Equal(["f = 1"], Seen);
        var failure = Assert.Single(Unhandled);
        Assert.Equal("thrown", failure.Cause.Message);
        Assert.Contains(nameof(AddCallbacksTests), failure.Origin, StringComparison.Ordinal);
        Assert.NotNull(failure.Cause.StackTrace);
    }

    [Fact]
    public void Errback_that_throws_is_reported_and_the_next_runs()
    {
        var future = Tx.CreateFutureError<int>(_error);
        future.AddCallbacks(null, _ => throw new InvalidOperationException("errback"));
        NoteEnd(future);

        Time.RunUntilIdle();

        Assert.Equal(["f ! InvalidOperationException: rejected"], Seen);
        Assert.Equal("errback", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Errback_that_throws_for_its_own_callback_is_reported_once()
    {
        Tx.CreateFutureSuccess(1).AddCallbacks(
            _ => throw new InvalidOperationException("callback"),
            _ => throw new InvalidOperationException("errback"));

        Time.RunUntilIdle();

        Assert.Equal("errback", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Callbacks_may_add_callbacks()
    {
        var future = Tx.CreateFuture<int>();
        future.AddCallbacks(_ =>
        {
            future.AddCallbacks(Note<int>("inner"));
            Seen.Add("outer");
        });
        future.AddCallbacks(Note<int>("second"));

        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["outer", "second 1", "inner 1"], Seen);
    }

    /// <summary>The execution context flows with AddCallbacks.</summary>
    [Fact]
    public void Execution_context_flows_from_where_the_callbacks_were_added()
    {
        var local = new AsyncLocal<string>();
        var future = Tx.CreateFuture<int>(_ => { });
        local.Value = "one";
        future.AddCallbacks(_ =>
        {
            Seen.Add(local.Value);
            local.Value = "changed";
        });
        local.Value = "two";
        future.AddCallbacks(_ => Seen.Add(local.Value));
        local.Value = "of who resolves";

        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["one", "two"], Seen);
        Assert.Equal("of who resolves", local.Value);
    }

    /// <summary>The loop reports the exception of an async lambda.</summary>
    [Fact]
    public void Async_callback_that_throws_is_reported_by_the_loop()
    {
        Tx.CreateFutureSuccess(1).AddCallbacks(async _ =>
        {
            await Tx.Sleep(Second);
            throw new InvalidOperationException("async");
        });

        Time.Advance(Second * 2);

        Assert.Equal("async", Assert.Single(Unhandled).Cause.Message);
    }
}
