using System.Text.Json;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void AllHeld_with_every_bar_held_is_true() => Assert.True(SampleReport.Of().AllHeld);

    [Fact]
    public void AllHeld_with_a_broken_bar_is_false() => Assert.False(SampleReport.Of(secondRatio: 1.7).AllHeld);

    [Fact]
    public void AllHeld_when_quick_gives_one_and_a_half_times_the_room()
    {
        Assert.True(SampleReport.Of(1.21, null, "--quick").AllHeld);
        Assert.False(SampleReport.Of(1.19, null, "--quick").AllHeld);
    }

    [Fact]
    public void AllHeld_with_a_case_that_failed_is_false() =>
        Assert.False(SampleReport.Of(failure: "P1 failed").AllHeld);

    [Fact]
    public void Summary_counts() => Assert.Equal(
        "1 bars held, 1 broken, 1 cases failed, 1 skipped.", SampleReport.Of(1, "P1 failed").Summary);

    [Fact]
    public void Json_has_the_rows()
    {
        using var json = JsonDocument.Parse(JsonText.Of(SampleReport.Of(secondRatio: double.PositiveInfinity)));
        var rows = json.RootElement.GetProperty("rows");

        Assert.True(json.RootElement.GetProperty("allHeld").GetBoolean());
        Assert.Equal("a machine", json.RootElement.GetProperty("machine")[0].GetString());
        Assert.Equal("P1 skipped: no peer", json.RootElement.GetProperty("skipped")[0].GetString());
        Assert.Equal(2, rows.GetArrayLength());
        Assert.Equal("P1", rows[0].GetProperty("case").GetString());
        Assert.Equal(50, rows[0].GetProperty("ours").GetDouble());
        Assert.Equal(100, rows[0].GetProperty("theirs").GetDouble());
        Assert.Equal(2, rows[0].GetProperty("measured").GetDouble());
        Assert.Equal("at least 1.8x", rows[0].GetProperty("goal").GetString());
        Assert.Equal("held", rows[0].GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("measured").ValueKind);
    }

    [Fact]
    public void Table_has_a_line_for_each_bar_skip_and_failure()
    {
        using var output = new StringWriter();

        TableText.Write(output, SampleReport.Of(1, "P1 failed: why").Results[0], margin: 1);

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        Assert.EndsWith("held", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("BROKEN", lines[1], StringComparison.Ordinal);
        Assert.Equal(["P1 skipped: no peer", "P1 failed: why"], lines[2..]);
    }
}
