namespace Txaio.Actors.Hosting.Tests;

/// <summary>Time during which the observer could not run hardly counts.</summary>
public sealed class ObservedTimeTests
{
    private readonly ObservedTime _time = new(step: Seconds(1), start: Seconds(100));

    [Fact]
    public void Look_at_steady_steps_counts_all_of_the_time()
    {
        for (var now = 101; now <= 110; now++)
            _time.Look(Seconds(now));

        Assert.Equal(Seconds(10), _time.Passed);
    }

    [Fact]
    public void Look_more_often_than_the_step_counts_no_more_than_the_time()
    {
        for (var now = 100.25; now <= 102; now += 0.25)
            _time.Look(Seconds(now));

        Assert.Equal(Seconds(2), _time.Passed);
    }

    [Fact]
    public void Look_after_a_pause_counts_two_steps_whatever_its_length()
    {
        _time.Look(Seconds(101));
        _time.Look(Seconds(10_000));
        _time.Look(Seconds(10_001));

        Assert.Equal(Seconds(4), _time.Passed);
    }

    [Fact]
    public void Restart_forgets_what_has_passed()
    {
        _time.Look(Seconds(102));
        _time.Restart(Seconds(200));
        _time.Look(Seconds(201));

        Assert.Equal(Seconds(1), _time.Passed);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
