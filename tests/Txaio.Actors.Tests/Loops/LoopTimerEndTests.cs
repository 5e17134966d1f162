namespace Txaio.Actors.Tests.Loops;

/// <summary>.NET's own timers when the loop of their TimeProvider ends.</summary>
public sealed class LoopTimerEndTests : LoopTestKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private TimeProvider Provider => Loop.TimeProvider;

    [Fact]
    public void Timer_disposed_by_the_last_callback_of_another_does_not_fire()
    {
        ITimer? other = null;
        Provider.CreateTimer(
            _ =>
            {
                Note("first");
                other!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            },
            null, Second, Timeout.InfiniteTimeSpan);
        other = Provider.CreateTimer(_ => Note("other"), null, Second * 2, Second);

        Time.Terminate();

        Assert.Equal(["first"], Notes);
    }

    /// <summary>
    /// The end of the loop fires timers that are pending. Change gives this timer a due time after the end.
    /// </summary>
    [Fact]
    public void Timer_changed_by_the_last_callback_of_another_does_not_fire_at_once()
    {
        ITimer? other = null;
        Provider.CreateTimer(
            _ => Note($"{other!.Change(Hour, Timeout.InfiniteTimeSpan)}"), null, Second, Timeout.InfiniteTimeSpan);
        other = Provider.CreateTimer(_ => Note("other"), null, Second * 2, Second);

        Time.Terminate();
        other.Dispose();

        Assert.Equal(["True"], Notes);
    }

    [Fact]
    public void Last_callback_that_throws_is_reported_by_its_name()
    {
        Provider.CreateTimer(
            _ => throw new NotSupportedException("last"), null, Second, Timeout.InfiniteTimeSpan);

        Time.Terminate();

        var failure = Assert.Single(Published.Failures);
        Assert.Contains(
            nameof(Last_callback_that_throws_is_reported_by_its_name), failure.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellationTokenSource_with_a_delay_is_cancelled()
    {
        using var source = new CancellationTokenSource(Hour, Provider);

        Time.Terminate();

        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void WaitAsync_on_the_TimeProvider_times_out()
    {
        var waiting = new TaskCompletionSource().Task.WaitAsync(Hour, Provider);

        Time.Terminate();

        Assert.IsType<TimeoutException>(waiting.Exception?.InnerException);
    }

    /// <summary>Code that loops around a PeriodicTimer ends the loop by a token or by Dispose.</summary>
    [Fact]
    public void PeriodicTimer_ticks_once_more_and_ends_when_it_is_disposed()
    {
        var timer = new PeriodicTimer(Hour, Provider);
        var task = Loop.RunAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync())
                Note($"tick at {Loop.Time}");
        });
        Time.Advance(Hour);

        Time.Terminate();
        Assert.False(task.IsCompleted);
        timer.Dispose();
        Time.WaitFor(task);

        Assert.Equal(["tick at 01:00:00", "tick at 01:00:00"], Notes);
    }
}
