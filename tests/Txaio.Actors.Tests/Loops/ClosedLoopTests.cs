using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>On a closed loop CallSoon, CallLater, RunAsync and CreateFuture throw, and no other member does.</summary>
public sealed class ClosedLoopTests : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ActorSystem _system = TestSystem.Start();
    private ITxaio _api = null!;
    private Future<int> _old = null!;

    private EventLoop Loop => _api.Loop;

    public async Task InitializeAsync()
    {
        _api = _system.Txaio();
        _old = _api.CreateFuture<int>();
        await _system.Terminate().WaitAsync(Guard);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void New_work_throws_and_names_the_loop()
    {
        Action[] all =
        [
            () => Loop.CallSoon(() => { }),
            () => Loop.CallSoon(_ => { }, 1),
            () => _ = Loop.RunAsync(() => Task.CompletedTask),
            () => _ = Loop.RunAsync(() => Task.FromResult(1)),
            () => _api.CallLater(Second, () => { }),
            () => _api.CallLater(TimeSpan.Zero, _ => { }, 1),
            () => _api.CallLater(Second, ActorRefs.Nobody, "x"),
            () => _api.CreateFuture(),
            () => _api.CreateFuture<int>(),
            () => _api.CreateFutureSuccess(1),
            () => _api.CreateFutureError<int>(new NotSupportedException()),
        ];

        Assert.All(all, act =>
        {
            var error = Assert.Throws<LoopTerminatedException>(act);
            Assert.Equal("default", error.Loop);
            Assert.Equal("Loop 'default' has ended: it takes no new work.", error.Message);
        });
    }

    [Fact]
    public async Task Post_runs_on_the_pool_with_no_loop_current()
    {
        var ran = new TaskCompletionSource<(EventLoop?, bool)>();
        Loop.SynchronizationContext.Post(
            _ => ran.SetResult((EventLoop.Current, Thread.CurrentThread.IsThreadPoolThread)), null);

        Assert.Equal((null, true), await ran.Task.WaitAsync(Guard));
    }

    [Fact]
    public void Send_runs_on_the_pool()
    {
        var on = "nowhere";

        Loop.SynchronizationContext.Send(_ => on = EventLoop.Current?.Name ?? "no loop", null);

        Assert.Equal("no loop", on);
    }

    [Fact]
    public async Task Post_that_throws_is_reported_and_does_not_end_the_process()
    {
        var published = PublishedEvents.Of(_system);
        var next = new TaskCompletionSource();
        Loop.SynchronizationContext.Post(_ => throw new NotSupportedException("late"), null);
        Loop.SynchronizationContext.Post(_ => next.SetResult(), null);
        await next.Task.WaitAsync(Guard);

        Assert.True(SpinWait.SpinUntil(() => published.Failures.Count == 1, Guard));
        Assert.Equal("late", published.Failures[0].Cause.Message);
        Assert.StartsWith(
            $"callback {typeof(ClosedLoopTests).FullName}.", published.Failures[0].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartNew_runs_on_the_pool_with_no_loop_current()
    {
        var task = Task.Factory.StartNew(
            () => EventLoop.Current, CancellationToken.None, TaskCreationOptions.None, Loop.TaskScheduler);

        Assert.Null(await task.WaitAsync(Guard));
    }

    [Fact]
    public async Task Resolve_of_an_old_future_runs_its_callbacks_on_the_pool()
    {
        var got = new TaskCompletionSource<(int, EventLoop?)>();
        _old.AddCallbacks(value => got.SetResult((value, EventLoop.Current)));

        _old.Resolve(7);

        Assert.Equal((7, null), await got.Task.WaitAsync(Guard));
    }

    [Fact]
    public async Task Delay_begun_after_the_end_lasts_its_time_and_ends()
    {
        var started = TimeProvider.System.GetTimestamp();

        await Task.Delay(TimeSpan.FromMilliseconds(50), Loop.TimeProvider).WaitAsync(Guard);

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(45));
    }

    [Fact]
    public async Task Timer_made_after_the_end_can_be_changed_and_disposed_of()
    {
        var fired = 0;
        var timer = Loop.TimeProvider.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        Assert.True(timer.Change(TimeSpan.FromDays(36_500), Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref fired) == 1, Guard));
        await timer.DisposeAsync();
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task Timer_that_is_moved_after_the_end_does_not_fire_at_its_old_time()
    {
        var fired = 0;
        await using var moved = Loop.TimeProvider.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        moved.Change(TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        // A later timer has fired, so the old time of the first is over.
        await Task.Delay(TimeSpan.FromMilliseconds(60), Loop.TimeProvider).WaitAsync(Guard);

        Assert.Equal(0, Volatile.Read(ref fired));
    }

    [Fact]
    public void Closed_loop_still_returns_name_time_and_statistics()
    {
        Assert.Equal("default", Loop.Name);
        Assert.False(Loop.IsCurrent);
        Assert.True(Loop.Time > TimeSpan.Zero);
        Assert.Equal(0, Loop.GetStatistics().Pending);
        Assert.Same(_api, _api.WithConfig("default"));
        Assert.Equal("NotSupportedException: x", _api.FailureMessage(new NotSupportedException("x")));
    }
}
