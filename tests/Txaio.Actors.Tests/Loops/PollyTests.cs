using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Polly's strategies on a loop's time. A pipeline leaves the context of its caller by default. With
/// <see cref="ResilienceContext.ContinueOnCapturedContext"/> the whole pipeline runs on the loop.
/// </summary>
public sealed class PollyTests : LoopTestKit
{
    [Fact]
    public void Retries_wait_on_the_loops_time_and_run_on_the_loop()
    {
        var pipeline = Builder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 3,
            Delay = Second,
            BackoffType = DelayBackoffType.Exponential,
        }).Build();
        var attempts = 0;

        var task = Execute(pipeline, _ =>
        {
            Note($"{Loop.Time.TotalSeconds} on {EventLoop.Current}");
            return ++attempts < 4 ? throw new TimeoutException("busy") : ValueTask.FromResult(attempts);
        });
        Time.Advance(Second * 7);

        Assert.Equal(4, Time.WaitFor(task));
        Assert.Equal(
            ["0 on loop 'default'", "1 on loop 'default'", "3 on loop 'default'", "7 on loop 'default'"], Notes);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Retries_without_ContinueOnCapturedContext_leave_the_loop()
    {
        var pipeline = Builder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = Second }).Build();
        var on = new List<EventLoop?>();

        var task = Loop.RunAsync(async () => await pipeline.ExecuteAsync(_ =>
        {
            on.Add(EventLoop.Current);
            return on.Count == 1 ? throw new TimeoutException("busy") : ValueTask.FromResult(EventLoop.Current);
        }));
        Time.Advance(Second);
        Time.WaitFor(task);

        Assert.Equal([Loop, null], on);
    }

    [Fact]
    public void Retry_that_waits_ends_when_its_token_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var pipeline = Builder().AddRetry(new RetryStrategyOptions { Delay = Second * 60 }).Build();
        var task = Execute<int>(pipeline, _ => throw new TimeoutException("busy"), source.Token);
        Time.Advance(Second);

        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(task));
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Timeout_cancels_the_work_on_the_loops_time()
    {
        var pipeline = Builder().AddTimeout(Second * 5).Build();
        var task = Execute(pipeline, async token =>
        {
            using var noted = token.Register(() => Note($"{Loop.Time.TotalSeconds} on {EventLoop.Current}"));
            await Task.Delay(Timeout.InfiniteTimeSpan, Loop.TimeProvider, token);
            return 0;
        });

        Time.Advance(Second * 4.9);
        Assert.Empty(Notes);
        Time.Advance(Second * 0.1);

        Assert.Throws<TimeoutRejectedException>(() => Time.WaitFor(task));
        Assert.Equal(["5 on loop 'default'"], Notes);
    }

    [Fact]
    public void Timeout_that_is_not_needed_leaves_nothing_scheduled()
    {
        var task = Execute(Builder().AddTimeout(Second * 5).Build(), _ => ValueTask.FromResult(3));

        Assert.Equal(3, Time.WaitFor(task));
        Time.ExpectNothingPending();
    }

    [Fact]
    public void CircuitBreaker_opens_and_closes_on_the_loops_time()
    {
        var pipeline = Builder().AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 2,
            SamplingDuration = Second * 10,
            BreakDuration = Second * 30,
        }).Build();
        string Try(bool works)
        {
            var task = Execute(pipeline, _ => works ? ValueTask.FromResult(1) : throw new TimeoutException("busy"));
            Time.RunUntilIdle();
            return task.Exception?.InnerException?.GetType().Name ?? $"{task.Result}";
        }

        Assert.Equal("TimeoutException", Try(works: false));
        Assert.Equal("TimeoutException", Try(works: false));
        Assert.Equal("BrokenCircuitException", Try(works: true));
        Time.Advance(Second * 29);
        Assert.Equal("BrokenCircuitException", Try(works: true));
        Time.Advance(Second);
        Assert.Equal("1", Try(works: true));
        Assert.Equal("1", Try(works: true));
    }

    private ResiliencePipelineBuilder Builder() => new() { TimeProvider = Loop.TimeProvider };

    private Task<T> Execute<T>(
        ResiliencePipeline pipeline,
        Func<CancellationToken, ValueTask<T>> work,
        CancellationToken token = default) => Loop.RunAsync(async () =>
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, token);
        try
        {
            return await pipeline.ExecuteAsync(context => work(context.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    });
}
