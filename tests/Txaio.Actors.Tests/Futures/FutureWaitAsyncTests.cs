using System.Runtime.CompilerServices;

namespace Txaio.Actors.Tests.Futures;

/// <summary>WaitAsync may end before its future completes. The wait then leaves no object behind.</summary>
public sealed class FutureWaitAsyncTests : FuturesTestKit
{
    private readonly CancellationTokenSource _source = new();
    private readonly Future<int> _future;
    private readonly Future<int> _other;

    public FutureWaitAsyncTests()
        : base("txaio.loops.io.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }") =>
        (_future, _other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());

    [Fact]
    public void Wait_ends_as_the_future_does()
    {
        var error = new InvalidOperationException("no");
        var failing = Tx.CreateFuture<int>();
        Task<int>[] good =
        [
            _future.WaitAsync(Second), _future.WaitAsync(_source.Token), _future.WaitAsync(Second, _source.Token),
            _future.WaitAsync(Timeout.InfiniteTimeSpan), _future.WaitAsync(CancellationToken.None),
        ];
        var (bad, cancelled) = (failing.WaitAsync(Second), Tx.CreateFuture<int>());
        var ofCancelled = cancelled.WaitAsync(Second);

        _future.Resolve(5);
        failing.Reject(error);
        cancelled.Cancel("the message");

        Assert.All(good, task => Assert.Equal(5, Time.WaitFor(task)));
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => Time.WaitFor(bad)));
        Assert.Equal("the message", Assert.Throws<FutureCancelledException>(() => Time.WaitFor(ofCancelled)).Message);
        Assert.Empty(Unhandled);
        ExpectNothingLeft();
    }

    [Fact]
    public void Wait_that_times_out_leaves_the_future_as_it_is()
    {
        var waiting = _future.WaitAsync(Second * 5);
        Assert.Contains("the timeout of a wait for Future<Int32>", Assert.Single(Time.Pending()).ToString());

        Time.Advance(Second * 4.9);
        Assert.False(waiting.IsCompleted);
        Time.Advance(Second * 0.1);

        var error = Assert.Throws<TimeoutException>(() => Time.WaitFor(waiting));
        Assert.Equal("Future<Int32> of loop 'default' (pending) was not completed within 00:00:05.", error.Message);
        Assert.False(_future.IsCalled);
        ExpectNothingLeft();
        Assert.True(_future.TryResolve(1));
        Assert.Equal(1, Time.WaitFor(_future.WaitAsync(TimeSpan.Zero)));
    }

    [Fact]
    public void Wait_whose_token_is_cancelled_is_cancelled_and_leaves_the_future_as_it_is()
    {
        var waiting = _future.WaitAsync(Second, _source.Token);

        _source.Cancel();

        var error = Assert.Throws<TaskCanceledException>(() => Time.WaitFor(waiting));
        Assert.True(waiting.IsCanceled);
        Assert.Equal(_source.Token, error.CancellationToken);
        Assert.False(_future.IsCalled);
        ExpectNothingLeft();
    }

    [Fact]
    public void Wait_of_no_time_or_with_a_cancelled_token_is_over_at_once()
    {
        Assert.IsType<TimeoutException>(_future.WaitAsync(TimeSpan.Zero).Exception?.InnerException);
        _source.Cancel();
        Assert.True(_future.WaitAsync(_source.Token).IsCanceled);
        Assert.True(_future.WaitAsync(TimeSpan.Zero, _source.Token).IsCanceled);
        ExpectNothingLeft();

        _future.Resolve(3);

        Assert.Equal(3, Time.WaitFor(_future.WaitAsync(TimeSpan.Zero, _source.Token)));
    }

    [Fact]
    public void Wait_ends_with_the_loop_also_as_the_only_waiter()
    {
        Task<int>[] waiting = [_future.WaitAsync(Second), _future.WaitAsync(_source.Token)];

        Time.Terminate();

        Assert.All(waiting, task => Assert.Throws<LoopTerminatedException>(() => Time.WaitFor(task)));
        Assert.Throws<LoopTerminatedException>(() => Time.WaitFor(_other.WaitAsync(Second)));
    }

    [Fact]
    public void Wait_for_a_future_of_a_blocked_loop_times_out()
    {
        var io = Sys.Txaio("io");
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        io.Loop.CallSoon(() =>
        {
            entered.Set();
            release.Wait(Second * 30);
        });
        Assert.True(entered.Wait(Second * 30));
        var waiting = io.CreateFuture<int>().WaitAsync(Second);

        Time.Advance(Second);

        // The test does not call WaitFor here, because WaitFor throws a TimeoutException of its own.
        Assert.IsType<TimeoutException>(waiting.Exception?.InnerException);
        release.Set();
    }

    /// <summary>The wait that was given up does not hold the future.</summary>
    [Fact]
    public void Future_whose_wait_was_given_up_is_collected()
    {
        var forgotten = Forget();
        Time.Advance(Second * 2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(forgotten.TryGetTarget(out _));
    }

    [Fact]
    public void Timeout_out_of_range_throws()
    {
        foreach (var wrong in new[] { TimeSpan.FromTicks(-1), TimeSpan.FromDays(36_501) })
            Assert.Throws<ArgumentOutOfRangeException>("timeout", () => { _ = _future.WaitAsync(wrong); });
        ExpectNothingLeft();
    }

    [Fact]
    public async Task Completions_timeouts_and_tokens_at_once_end_each_wait_once()
    {
        for (var round = 0; round < 300; round++)
        {
            using var source = new CancellationTokenSource();
            var future = Tx.CreateFuture<int>();
            var waits = new Task<int>[3];
            await Loops.Threads.Run(3, number =>
            {
                if (number == 0)
                {
                    for (var i = 0; i < waits.Length; i++)
                        waits[i] = future.WaitAsync(Second, source.Token);
                }
                else if (number == 1)
                {
                    future.Resolve(1);
                }
                else
                {
                    source.Cancel();
                }
            });

            await Task.WhenAll(waits).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Second * 30);
            Assert.All(waits, wait => Assert.True(wait.IsCanceled || wait.Result == 1));
        }

        ExpectNothingLeft();
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _source.Dispose();
    }

    private void ExpectNothingLeft()
    {
        Time.ExpectNothingPending();
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<Future<int>> Forget()
    {
        var future = Tx.CreateFuture<int>();
        _ = future.WaitAsync(Second).ContinueWith(task => task.Exception, TaskScheduler.Default);
        return new(future);
    }
}
