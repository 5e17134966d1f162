namespace Txaio.Actors.Tests.Futures;

/// <summary>AddCallbacks with a state acts as AddCallbacks without a state, and needs no closure.</summary>
public sealed class AddCallbacksStateTests : FuturesTestKit
{
    private const int Rounds = 10_000;
    private static readonly AsyncLocal<string?> Flowing = new();
    private readonly InvalidOperationException _error = new("failed");

    [Fact]
    public void Matching_half_of_the_pair_gets_the_state()
    {
        foreach (var future in new[] { Tx.CreateFutureSuccess(1), Tx.CreateFutureError<int>(_error) })
        {
            future.AddCallbacks(
                static (value, seen) => seen.Add($"= {value}"),
                static (failure, seen) => seen.Add($"! {failure.Value.Message}"),
                Seen);
        }

        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(["= 1", "! failed"], Seen);
    }

    [Fact]
    public void State_may_be_a_value_or_null()
    {
        var future = Tx.CreateFutureSuccess("v");
        future.AddCallbacks((value, number) => Seen.Add($"{value} {number}"), null, 5);
        future.AddCallbacks((value, pair) => Seen.Add($"{value} {pair.Left + pair.Right}"), null, (Left: 1, Right: 2));
        future.AddCallbacks((value, nothing) => Seen.Add($"{value} {nothing is null}"), null, (string?)null);

        Time.RunUntilIdle();

        Assert.Equal(["v 5", "v 3", "v True"], Seen);
    }

    [Fact]
    public void Callback_that_throws_hands_the_failure_and_the_state_to_its_errback()
    {
        var thrown = new InvalidOperationException("thrown");
        Tx.CreateFutureSuccess(1).AddCallbacks(
            (_, _) => throw thrown, (failure, state) => Seen.Add($"{failure.Value.Message} {state}"), "state");
        Tx.CreateFutureSuccess(1).AddCallbacks(Throws, null, thrown);
        Tx.CreateFutureError<int>(_error).AddCallbacks(null, (_, it) => throw it, thrown);

        Time.RunUntilIdle();

        Assert.Equal(["thrown state"], Seen);
        Assert.Equal([thrown, thrown], Unhandled.Select(failure => failure.Cause));
        Assert.All(
            Unhandled, it => Assert.Contains(nameof(AddCallbacksStateTests), it.Origin, StringComparison.Ordinal));
        Assert.Contains(nameof(Throws), Unhandled[0].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Async_callback_hands_a_failure_after_an_await_to_the_errback_on_the_loop()
    {
        var gate = Tx.CreateFuture();
        Tx.CreateFutureSuccess(1).AddCallbacks(
            async (value, to) =>
            {
                await gate;
                throw new InvalidOperationException($"{value} {to.Count}");
            },
            (failure, to) => to.Add($"! {failure.Value.Message} on {EventLoop.Current}"),
            Seen);
        Tx.CreateFutureSuccess(2).AddCallbacks(
            async (_, _) =>
            {
                await gate;
                throw new InvalidOperationException("alone");
            },
            null,
            Seen);
        Time.RunUntilIdle();

        gate.Resolve();
        Time.RunUntilIdle();

        Assert.Equal(["! 1 0 on loop 'default'"], Seen);
        Assert.Equal("alone", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Async_callback_without_a_callback_runs_the_errback()
    {
        Tx.CreateFutureError<int>(_error).AddCallbacks(
            (Func<int, string, Task>?)null, (failure, state) => Seen.Add($"{failure.Value.Message} {state}"), "state");

        Time.RunUntilIdle();

        Assert.Equal(["failed state"], Seen);
    }

    [Fact]
    public void Two_nulls_throw()
    {
        var future = Tx.CreateFuture<int>();

        Assert.Throws<ArgumentException>(() => future.AddCallbacks((Action<int, int>?)null, null, 1));
        Assert.Throws<ArgumentException>(() => future.AddCallbacks((Func<int, int, Task>?)null, null, 1));
        Assert.Throws<ArgumentException>(() => future.AddCallbacks(null, null, 1));
    }

    [Fact]
    public void Errback_observes_and_a_callback_alone_does_not()
    {
        var (one, other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());

        one.AddCallbacks(null, static (_, _) => { }, 1);
        other.AddCallbacks(static (_, _) => { }, null, 1);

        Assert.True(one.IsObserved);
        Assert.False(other.IsObserved);
    }

    [Fact]
    public void Execution_context_flows()
    {
        var future = Tx.CreateFuture<int>();
        Flowing.Value = "here";
        future.AddCallbacks(static (_, seen) => seen.Add($"{Flowing.Value}"), null, Seen);
        Flowing.Value = null;

        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["here"], Seen);
    }

    /// <summary>A pair of callbacks with a state costs one object. A pair of closures costs four.</summary>
    [Fact]
    public void Static_callbacks_allocate_the_pair_only()
    {
        Future<int>[] futures = [.. Enumerable.Range(0, Rounds).Select(_ => Tx.CreateFuture<int>())];
        Added(futures[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var future in futures)
            Added(future);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;

        // The object has seven words: header, type, link, two delegates, state and context.
        Assert.InRange(each, 1, 56);
    }

    private static void Throws(int value, Exception thrown) => throw thrown;

    private void Added(Future<int> future) => future.AddCallbacks(
        static (value, seen) => seen.Add($"{value}"), static (failure, seen) => seen.Add($"{failure}"), Seen);
}
