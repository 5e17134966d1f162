using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>The library logs at most one line a second for each address, with a count of further messages.</summary>
public sealed class WireReportsTests : VirtualTestKit
{
    private readonly List<string> _lines = [];
    private readonly WireReports _reports;

    public WireReportsTests() => _reports = new WireReports(Sys, text =>
    {
        _lines.Add(text.ToString()!);
        return new Debug("test", typeof(WireReports), text);
    });

    [Fact]
    public void First_is_a_line_at_once_and_the_rest_of_the_second_another()
    {
        for (var i = 0; i < 1_000; i++)
            _reports.Report("a", i % 2 == 0 ? "'x'" : "'y'", "bad bytes {0}");

        Assert.Equal(["bad bytes {0} (from a)"], _lines);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("999 more messages were refused within a second: 500 of 'y', 499 of 'x' (from a)", _lines[^1]);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _lines.Count);
        Assert.Equal(0, SchedulerEntries);

        _reports.Report("a", "'x'", "again");
        Assert.Equal("again (from a)", _lines[^1]);
    }

    [Fact]
    public void Flood_is_a_line_a_second()
    {
        for (var tenth = 0; tenth < 100; tenth++)
        {
            for (var i = 0; i < 100; i++)
                _reports.Report("a", "'x'", "bad bytes");
            Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.InRange(_lines.Count, 10, 12);
    }

    [Fact]
    public void Addresses_have_lines_of_their_own_and_too_many_share_one()
    {
        for (var i = 0; i < 100; i++)
            _reports.Report($"node-{i}", "'x'", "bad bytes");
        Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(18, _lines.Count);
        Assert.Equal("83 more messages were refused within a second: 83 of 'x' (from other addresses)", _lines[^1]);
    }

    [Fact]
    public void Kinds_without_number_are_counted_together()
    {
        for (var i = 0; i < 100; i++)
            _reports.Report("a", $"'{i}'", "bad bytes");
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            "99 more messages were refused within a second: " +
            "1 of '1', 1 of '2', 1 of '3', 1 of '4', 95 others (from a)",
            _lines[^1]);
    }
}
