using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The totals of ended loops are kept by name, for a limited number of names.</summary>
public sealed class EndedCallbacksTests
{
    private readonly EndedCallbacks _ended = new(limit: 3);

    [Fact]
    public void Of_names_that_never_ended_is_zero() => Assert.Equal(0, _ended.Of("app", "default"));

    [Fact]
    public void Add_under_the_same_names_adds_up_and_tells_systems_and_loops_apart()
    {
        _ended.Add("app", "default", 5);
        _ended.Add("app", "default", 7);
        _ended.Add("app", "io", 1);
        _ended.Add("other", "default", 2);

        Assert.Equal((12, 1, 2), (_ended.Of("app", "default"), _ended.Of("app", "io"), _ended.Of("other", "default")));
    }

    [Fact]
    public void Add_over_the_limit_drops_the_names_that_ended_longest_ago()
    {
        foreach (var name in new[] { "a", "b", "c", "a", "d" })
            _ended.Add(name, "default", 1);

        Assert.Equal(3, _ended.Count);
        Assert.Equal((2, 0, 1, 1), (
            _ended.Of("a", "default"), _ended.Of("b", "default"), _ended.Of("c", "default"), _ended.Of("d", "default")));
    }

    [Fact]
    public void Thousands_of_names_keep_no_more_than_the_limit()
    {
        for (var i = 0; i < 10_000; i++)
            _ended.Add($"system-{i}", "default", 1);

        Assert.Equal(3, _ended.Count);
        Assert.Equal(1, _ended.Of("system-9999", "default"));
    }
}
