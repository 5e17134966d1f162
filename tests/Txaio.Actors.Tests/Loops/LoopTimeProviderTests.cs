namespace Txaio.Actors.Tests.Loops;

/// <summary>A loop's TimeProvider, under Task.Delay, PeriodicTimer and others.</summary>
public sealed class LoopTimeProviderTests : LoopTestKit
{
    private TimeProvider Provider => Loop.TimeProvider;

    [Fact]
    public void Clocks_are_the_schedulers()
    {
        Time.Advance(Second * 90);

        Assert.Equal(DateTimeOffset.UnixEpoch + (Second * 90), Provider.GetUtcNow());
        Assert.Equal(Second * 90, Provider.GetElapsedTime(0));
        Assert.Equal(Second * 90, Loop.Time);
    }

    [Fact]
    public void Delay_ends_at_its_time_on_the_loop()
    {
        var task = Loop.RunAsync(async () =>
        {
            await Task.Delay(Second, Provider);
            return (Loop.Time, EventLoop.Current);
        });

        Time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.False(task.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((Second, Loop), Time.WaitFor(task));
    }

    [Fact]
    public void Delay_that_is_cancelled_leaves_nothing_scheduled()
    {
        using var source = new CancellationTokenSource();
        var task = Task.Delay(Second, Provider, source.Token);
        Assert.Equal(1, Loop.GetStatistics().Scheduled);

        source.Cancel();

        Assert.True(task.IsCanceled);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void PeriodicTimer_ticks_at_multiples_of_its_period()
    {
        var ticks = new List<TimeSpan>();
        var timer = new PeriodicTimer(Millisecond * 15, Provider);
        var task = Loop.RunAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync())
                ticks.Add(Loop.Time);
        });

        // The loop keeps the period of 15 ms. Akka's scheduler would round the period down to a tick of 10 ms.
        Time.Advance(Second * 3);
        timer.Dispose();
        Time.WaitFor(task);

        Assert.Equal(Enumerable.Range(1, 200).Select(tick => Millisecond * 15 * tick), ticks);
    }

    [Fact]
    public void CancellationTokenSource_with_a_delay_cancels_on_the_loop()
    {
        using var source = new CancellationTokenSource(Second, Provider);
        EventLoop? on = null;
        source.Token.Register(() => on = EventLoop.Current);

        Time.Advance(Second - Millisecond);
        Assert.False(source.IsCancellationRequested);
        Time.Advance(Millisecond);

        Assert.True(source.IsCancellationRequested);
        Assert.Same(Loop, on);
    }

    [Fact]
    public void CancelAfter_moves_the_deadline()
    {
        using var source = new CancellationTokenSource(Second, Provider);
        source.CancelAfter(Second * 3);

        Time.Advance(Second * 2);
        Assert.False(source.IsCancellationRequested);
        Time.Advance(Second);
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void WaitAsync_times_out_on_the_loops_time()
    {
        var waiting = new TaskCompletionSource().Task.WaitAsync(Second, Provider);

        Time.Advance(Second);

        Assert.Throws<TimeoutException>(() => Time.WaitFor(waiting));
    }

    [Fact]
    public void CreateTimer_fires_once_without_a_period()
    {
        Create(Second, Timeout.InfiniteTimeSpan);
        Create(Second * 2, TimeSpan.Zero);

        Time.Advance(Second * 10);

        Assert.Equal(["00:00:01", "00:00:02"], Notes);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void CreateTimer_fires_after_its_due_time_and_then_each_period()
    {
        Create(Second, Second * 2);

        Time.Advance(Second * 6);

        Assert.Equal(["00:00:01", "00:00:03", "00:00:05"], Notes);
    }

    [Fact]
    public void CreateTimer_due_now_fires_soon_and_not_inline()
    {
        Create(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Empty(Notes);

        Time.RunUntilIdle();
        Assert.Equal(["00:00:00"], Notes);
    }

    [Fact]
    public void Change_rearms_a_timer_that_is_off_pending_or_has_fired()
    {
        var timer = Create(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Time.Advance(Second);
        Assert.Empty(Notes);

        Assert.True(timer.Change(Second * 5, Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(Second, Timeout.InfiniteTimeSpan));
        Time.Advance(Second);
        Assert.Equal(["00:00:02"], Notes);

        Assert.True(timer.Change(Second, Second));
        Time.Advance(Second * 2);
        Assert.Equal(["00:00:02", "00:00:03", "00:00:04"], Notes);

        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Second));
        Time.Advance(Second * 10);
        Assert.Equal(3, Notes.Count);
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Change_in_the_timers_own_callback_wins_over_its_period()
    {
        ITimer? timer = null;
        timer = Provider.CreateTimer(
            _ =>
            {
                Note($"{Loop.Time}");
                timer!.Change(Second * 10, Timeout.InfiniteTimeSpan);
            },
            null,
            Second,
            Second);

        Time.Advance(Second * 5);
        Assert.Equal(["00:00:01"], Notes);
        Time.Advance(Second * 6);
        Assert.Equal(["00:00:01", "00:00:11"], Notes);
    }

    [Fact]
    public async Task Dispose_ends_a_timer_for_good()
    {
        var one = Create(Second, Second);
        var other = Create(Second, Second);

        one.Dispose();
        one.Dispose();
        await other.DisposeAsync();
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
        Time.Advance(Second * 3);

        Assert.Empty(Notes);
        Assert.False(one.Change(Second, Second));
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void Dispose_of_a_timer_whose_call_is_in_the_run_queue_keeps_it_from_firing()
    {
        ITimer? timer = null;
        // Both calls are due at the same time. When this call runs, the timer's call waits in the run queue.
        Api.CallLater(Second, () => timer!.Dispose());
        timer = Create(Second, Second);

        Time.Advance(Second * 3);

        Assert.Empty(Notes);
    }

    [Fact]
    public void CreateTimer_whose_callback_throws_is_reported_and_continues_to_tick()
    {
        var timer = Provider.CreateTimer(_ => throw new NotSupportedException("tick"), null, Second, Second);

        Time.Advance(Second * 2);

        Assert.Equal(["tick", "tick"], Published.Failures.Select(failure => failure.Cause.Message));
        Assert.Equal("default", Published.Failures[0].Loop);
        timer.Dispose();
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(36_501L * 24 * 3600 * 1000)]
    public void CreateTimer_out_of_range_throws(long milliseconds)
    {
        var wrong = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Throws<ArgumentOutOfRangeException>("dueTime", () => Create(wrong, Second));
        Assert.Throws<ArgumentOutOfRangeException>("period", () => Create(Second, wrong));
        Assert.Throws<ArgumentNullException>(() => Provider.CreateTimer(null!, null, Second, Second));
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    private ITimer Create(TimeSpan dueTime, TimeSpan period) =>
        Provider.CreateTimer(_ => Note($"{Loop.Time}"), null, dueTime, period);
}
