namespace Txaio.Actors.Tests.Timers;

/// <summary>Sleep with a token.</summary>
public sealed class SleepTokenTests : TimersTestBase
{
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public void Sleep_completes_when_due_and_lets_go_of_its_token()
    {
        var sleep = Api.Sleep(Seconds(5), _source.Token);
        Time.Advance(Seconds(4.9));
        Assert.False(sleep.IsCalled);

        Time.Advance(Seconds(0.1));
        Assert.True(sleep.IsCalled);
        _source.Cancel();

        Assert.False(sleep.IsCancelled);
    }

    [Fact]
    public void Token_ends_the_sleep_and_leaves_nothing_scheduled()
    {
        var sleep = Api.Sleep(Seconds(5), _source.Token);

        _source.Cancel();

        var error = Assert.Throws<FutureCancelledException>(() => Time.WaitFor(sleep.AsTask()));
        Assert.Equal(_source.Token, error.CancellationToken);
        Time.RunUntilIdle();
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Token_that_was_cancelled_before_ends_it_at_once()
    {
        _source.Cancel();

        Assert.True(Api.Sleep(Seconds(5), _source.Token).IsCancelled);
        Time.RunUntilIdle();
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Token_that_was_cancelled_before_wins_against_a_sleep_of_no_time()
    {
        _source.Cancel();

        foreach (var delay in new[] { TimeSpan.Zero, TimeSpan.FromTicks(-5), Seconds(5) })
        {
            var sleep = Api.Sleep(delay, _source.Token);
            Time.RunUntilIdle();
            Assert.True(sleep.IsCancelled);
            Assert.Equal(
                _source.Token,
                Assert.Throws<FutureCancelledException>(() => Time.WaitFor(sleep.AsTask())).CancellationToken);
        }

        Time.ExpectNothingPending();
    }

    [Fact]
    public void Sleep_with_a_cancelled_token_throws_for_an_invalid_delay_and_a_closed_loop()
    {
        _source.Cancel();
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => Api.Sleep(TimeSpan.MaxValue, _source.Token));
        Time.Terminate();
        Assert.Throws<LoopTerminatedException>(() => Api.Sleep(Seconds(1), _source.Token));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _source.Dispose();
    }
}
