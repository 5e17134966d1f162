using Akka.Actor;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>How long the journal proves that no newer incarnation writes, by two clocks.</summary>
public sealed class FenceClocksTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    private readonly SetClock _clock = new();
    private readonly Fence _fence;

    public FenceClocksTests() => _fence = new Fence(Period, TimeSpan.FromSeconds(2), _clock);

    [Fact]
    public void Write_within_the_period_is_believed()
    {
        _fence.WriteStarts();
        _clock.Pass(Period - TimeSpan.FromTicks(1));

        Assert.True(_fence.WriteEnded());
    }

    [Fact]
    public void Write_after_the_period_is_not_believed_when_the_monotonic_clock_stood_still()
    {
        _fence.WriteStarts();
        _clock.Now += Period;

        Assert.False(_fence.WriteEnded());
    }

    [Fact]
    public void Write_after_the_period_is_not_believed_when_the_time_of_day_was_set_back()
    {
        _fence.WriteStarts();
        _clock.MonotonicClock += Period;
        _clock.Now -= TimeSpan.FromDays(1);

        Assert.False(_fence.WriteEnded());
    }

    [Fact]
    public void Write_proves_from_its_start_and_not_from_its_end()
    {
        _fence.WriteStarts();
        _clock.Pass(Period * 0.9);
        Assert.True(_fence.WriteEnded());
        _fence.WriteStarts();
        _clock.Pass(Period * 0.1);

        Assert.False(_fence.WriteEnded());
    }

    [Fact]
    public void Write_is_needed_half_a_period_after_the_start_of_the_last_one()
    {
        _clock.Pass(Period / 4);
        Assert.Equal(Period / 4, _fence.TimeToWrite);
        _fence.WriteStarts();
        _clock.Pass(Period / 4);
        Assert.True(_fence.WriteEnded());
        Assert.Equal(Period / 4, _fence.TimeToWrite);

        _clock.Now += Period / 4;

        Assert.Equal(TimeSpan.Zero, _fence.TimeToWrite);
    }

    private sealed class SetClock : ITimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public TimeSpan MonotonicClock { get; set; } = TimeSpan.FromDays(3);

        public TimeSpan HighResMonotonicClock => MonotonicClock;

        public void Pass(TimeSpan time) => (Now, MonotonicClock) = (Now + time, MonotonicClock + time);
    }
}
