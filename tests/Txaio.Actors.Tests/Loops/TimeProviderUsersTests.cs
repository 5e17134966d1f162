namespace Txaio.Actors.Tests.Loops;

/// <summary>.NET's APIs with a loop's TimeProvider: late ticks, cancellation and disposal.</summary>
public sealed class TimeProviderUsersTests : LoopTestKit
{
    private TimeProvider Provider => Loop.TimeProvider;

    [Fact]
    public void Clocks_agree()
    {
        var began = Provider.GetTimestamp();
        Time.Advance(Second * 1.5);

        Assert.Equal(TimeSpan.TicksPerSecond, Provider.TimestampFrequency);
        Assert.Equal(Second * 1.5, Provider.GetElapsedTime(began));
        Assert.Equal(TimeSpan.Zero, Provider.GetUtcNow().Offset);
        Assert.Same(TimeZoneInfo.Local, Provider.LocalTimeZone);
        Assert.Equal(Provider.GetUtcNow(), Provider.GetLocalNow());
    }

    [Fact]
    public void Delay_of_zero_is_over_and_an_infinite_one_never_is()
    {
        using var source = new CancellationTokenSource();
        var endless = Task.Delay(Timeout.InfiniteTimeSpan, Provider, source.Token);

        Assert.True(Task.Delay(TimeSpan.Zero, Provider).IsCompletedSuccessfully);
        Time.Advance(TimeSpan.FromDays(30_000));
        Assert.False(endless.IsCompleted);
        source.Cancel();
        Assert.True(endless.IsCanceled);
    }

    /// <summary>A continuation resumes in the context of its await, not on the loop that fires the timer.</summary>
    [Fact]
    public void Delay_awaited_off_the_loop_resumes_off_the_loop()
    {
        var begun = new TaskCompletionSource();
        var task = Task.Run(async () =>
        {
            var delay = Task.Delay(Second, Provider);
            begun.SetResult();
            await delay;
            return EventLoop.Current;
        });
        Time.WaitFor(begun.Task);

        Time.Advance(Second);

        Assert.Null(Time.WaitFor(task));
    }

    [Fact]
    public void Delay_with_ConfigureAwait_false_leaves_the_loop()
    {
        var task = Loop.RunAsync(async () =>
        {
            await Task.Delay(Second, Provider).ConfigureAwait(false);
            return EventLoop.Current;
        });

        Time.Advance(Second);

        Assert.Null(Time.WaitFor(task));
    }

    [Fact]
    public void WaitAsync_that_is_cancelled_leaves_nothing_scheduled()
    {
        using var source = new CancellationTokenSource();
        var waiting = new TaskCompletionSource().Task.WaitAsync(Second, Provider, source.Token);

        source.Cancel();

        Assert.Throws<TaskCanceledException>(() => Time.WaitFor(waiting));
        Time.ExpectNothingPending();
    }

    [Fact]
    public void CancelAfter_can_be_revoked()
    {
        using var source = new CancellationTokenSource(Second, Provider);

        source.CancelAfter(Timeout.InfiniteTimeSpan);
        Time.Advance(Second * 5);

        Assert.False(source.IsCancellationRequested);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Dispose_of_a_CancellationTokenSource_leaves_nothing_scheduled()
    {
        new CancellationTokenSource(Second, Provider).Dispose();

        Time.ExpectNothingPending();
    }

    [Fact]
    public void PeriodicTimer_that_is_late_ticks_once_for_all_it_missed()
    {
        using var timer = new PeriodicTimer(Second, Provider);
        Time.Advance(Second * 3.5);

        Assert.True(timer.WaitForNextTickAsync().IsCompletedSuccessfully);
        var next = timer.WaitForNextTickAsync().AsTask();
        Assert.False(next.IsCompleted);
        Time.Advance(Second * 0.5);
        Assert.True(Time.WaitFor(next));
    }

    [Fact]
    public void PeriodicTimer_takes_another_period_from_now_on()
    {
        var timer = new PeriodicTimer(Second, Provider);
        var task = Loop.RunAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync())
            {
                Note($"{Loop.Time.TotalSeconds}");
                timer.Period = Second * 3;
            }
        });

        Time.Advance(Second * 8);
        timer.Dispose();
        Time.WaitFor(task);

        Assert.Equal(["1", "4", "7"], Notes);
    }

    [Fact]
    public void PeriodicTimer_whose_wait_is_cancelled_continues_to_tick()
    {
        using var timer = new PeriodicTimer(Second, Provider);
        using var source = new CancellationTokenSource();
        var cancelled = timer.WaitForNextTickAsync(source.Token).AsTask();

        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(cancelled));
        var next = timer.WaitForNextTickAsync().AsTask();
        Time.Advance(Second);
        Assert.True(Time.WaitFor(next));
    }
}
