using System.Text.Json;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Isolation;
using Txaio.Actors.Benchmarks.Plots;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Tests.Isolation;

public sealed class CaseAnswerTests
{
    [Fact]
    public void FromJson_of_ToJson_returns_the_same_answer()
    {
        Measurement ours = new("ours", [new Sample(50, 12.5, 70)]), theirs = new("theirs", [new Sample(100, 0, 90)]);
        var result = new CaseResult(
            "P1",
            "posting",
            "All of it.",
            [
                Bar.Speed("P1", "post", ours, theirs, Goal.AtLeast(1.8)),
                Bar.Bytes("P1", "post", ours, theirs, Goal.AtMost(0.25)),
                Bar.Absolute("P1", "wait", new Quantity(3, "ms"), Goal.AtMost(5, "ms")),
                Bar.Absolute("P1", "nothing", Quantity.Bytes(double.NaN), Goal.ShownIn("B")),
            ],
            ["P1 skipped: no peer"],
            "P1 failed: why");
        GrowthPoint[] growth = [new(GrowthFigures.Cancel, "ours", 10_000, 1.5)];

        var back = CaseAnswer.FromJson(new CaseAnswer(result, growth).ToJson());

        Assert.Equal(double.PositiveInfinity, back.Result.Bars[1].Measured);
        Assert.Equal(result.Bars, back.Result.Bars);
        Assert.Equal(result.Skipped, back.Result.Skipped);
        Assert.Equal(
            (result.Id, result.Title, result.Includes, result.Failure),
            (back.Result.Id, back.Result.Title, back.Result.Includes, back.Result.Failure));
        Assert.Equal(growth, back.Growth);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("Unhandled exception.")]
    public void FromJson_of_other_text_throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => CaseAnswer.FromJson(json));
}
