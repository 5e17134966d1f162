using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Tests that measure the memory of the process. No other test, which would allocate too, runs beside them.
/// </summary>
[CollectionDefinition(nameof(FutureMemoryTests), DisableParallelization = true)]
public sealed class FutureMemoryTestsCollection;

/// <summary>A future that lives long keeps no object of waits that were given up.</summary>
[Collection(nameof(FutureMemoryTests))]
public sealed class FutureMemoryTests : FuturesTestKit
{
    // With so many requests, other allocations of the process stay below the bound per request.
    private const int Requests = 80_000;

    private readonly Future<int> _shutdown;

    public FutureMemoryTests() => _shutdown = Tx.CreateFuture<int>();

    [Fact]
    public void WaitAsync_given_up_by_its_token_leaves_nothing() => ExpectNothingKept(() =>
    {
        using var source = new CancellationTokenSource();
        var waiting = _shutdown.WaitAsync(source.Token);
        source.Cancel();
        Assert.True(waiting.IsCanceled);
    });

    [Fact]
    public void WaitAsync_given_up_by_its_timeout_leaves_nothing() => ExpectNothingKept(() =>
    {
        var waiting = _shutdown.WaitAsync(TimeSpan.FromMilliseconds(1));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(waiting.IsFaulted);
        _ = waiting.Exception;
    });

    [Fact]
    public void WaitAsync_given_up_out_of_order_leaves_nothing() => ExpectNothingKept(() =>
    {
        var sources = Enumerable.Range(0, 4).Select(_ => new CancellationTokenSource()).ToArray();
        var waiting = sources.Select(source => _shutdown.WaitAsync(source.Token)).ToArray();
        foreach (var i in new[] { 2, 0, 3, 1 })
            sources[i].Cancel();
        Assert.All(waiting, task => Assert.True(task.IsCanceled));
    });

    [Fact]
    public void AsTask_of_each_request_leaves_nothing() =>
        ExpectNothingKept(() => _ = Task.WhenAny(_shutdown.AsTask(), Task.CompletedTask));

    [Fact]
    public void AsTask_and_WaitAsync_in_turn_leave_nothing() => ExpectNothingKept(() =>
    {
        using var source = new CancellationTokenSource();
        _ = Task.WhenAny(_shutdown.AsTask(), _shutdown.WaitAsync(source.Token), Task.CompletedTask);
        source.Cancel();
    });

    [Fact]
    public void ToFuture_of_a_task_that_lives_long_leaves_nothing_when_its_token_ends_it()
    {
        var lasting = new TaskCompletionSource<int>();
        ExpectNothingKept(() =>
        {
            using var source = new CancellationTokenSource();
            var future = lasting.Task.ToFuture(Tx, source.Token);
            source.Cancel();
            Assert.True(future.IsCancelled);
        });
        GC.KeepAlive(lasting);
    }

    [Fact]
    public void ToFuture_of_a_task_that_lives_long_leaves_nothing_when_it_is_cancelled()
    {
        var lasting = new TaskCompletionSource();
        ExpectNothingKept(() => lasting.Task.ToFuture(Tx).Cancel());
        GC.KeepAlive(lasting);
    }

    [Fact]
    public void Await_that_a_cancel_of_its_function_ended_leaves_nothing() => ExpectNothingKept(() =>
    {
        var function = Tx.AsFuture(async () => await _shutdown);
        function.Cancel();
        Time.RunUntilIdle();
        Assert.True(function.IsCancelled);
    });

    [Fact]
    public void Work_and_awaits_of_a_function_that_runs_for_ever_leave_nothing()
    {
        var later = Tx.CreateFuture<int>();
        var function = Tx.AsFuture(async () =>
        {
            while (true)
            {
                // Work that is not awaited, a promise that is dropped, and a future made elsewhere.
                Tx.Sleep(TimeSpan.Zero).AddBoth(static _ => { });
                _ = Tx.CreateFuture<int>();
                await later;
                await Tx.Sleep(TimeSpan.Zero);
            }
        });

        ExpectNothingKept(() =>
        {
            var current = later;
            later = Tx.CreateFuture<int>();
            current.Resolve(1);
            Time.RunUntilIdle();
        });
        Assert.False(function.IsCalled);
    }

    [Fact]
    public void Token_source_of_a_wait_that_was_given_up_is_collected()
    {
        var source = GiveUp();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(source.IsAlive);
        GC.KeepAlive(_shutdown);
    }

    [Fact]
    public void Remaining_waits_end_with_the_future()
    {
        using var source = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 5).Select(_ => _shutdown.WaitAsync(Second)).ToList();
        var task = _shutdown.AsTask();
        var givenUp = _shutdown.WaitAsync(source.Token);
        source.Cancel();
        Assert.Same(task, _shutdown.AsTask());

        _shutdown.Resolve(7);

        Assert.All(waiting.Append(task), ended => Assert.Equal(7, Time.WaitFor(ended)));
        Assert.True(givenUp.IsCanceled);
        Assert.Equal(7, Time.WaitFor(_shutdown.WaitAsync(Second)));
    }

    private WeakReference GiveUp()
    {
        var source = new CancellationTokenSource();
        _ = _shutdown.WaitAsync(source.Token);
        source.Cancel();
        return new WeakReference(source);
    }

    private void ExpectNothingKept(Action request) => Memory.Compare(() =>
    {
        for (var i = 0; i < 1000; i++)
            request();
        var before = Used();
        for (var i = 0; i < Requests; i++)
            request();
        var kept = (Used() - before) / (double)Requests;
        // Each wait that stayed in memory would take a hundred bytes or more.
        Assert.InRange(kept, -50, 4);
        GC.KeepAlive(_shutdown);
    });

    private static long Used()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
