using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The texts of reports where no loop took part, and of objects that have no text.</summary>
public sealed class ReportTextTests : LoopTestKit
{
    [Fact]
    public void Failure_without_a_loop_names_none()
    {
        var cause = new NotSupportedException("it failed");

        new FailureReporter(Sys, reportsUnobserved: false).Report(null, "a scheduled call", cause);

        var error = Assert.Single(Published.Errors);
        Assert.Equal(
            ("txaio", "Unhandled failure in a scheduled call"), (error.LogSource, error.Message.ToString()));
        Assert.Equal(new UnhandledFailure(null, "a scheduled call", cause), Assert.Single(Published.Failures));
    }

    [Fact]
    public void Object_without_a_text_is_named_by_its_type()
    {
        Assert.Equal("null", ObjectText.Of(null));
        Assert.Equal("null", ObjectText.Of(new Textless(null)));
        Assert.Equal(
            "a Textless whose ToString threw FormatException", ObjectText.Of(new Textless(new FormatException())));
    }

    [Fact]
    public void Longest_delay_is_taken_and_a_longer_one_is_refused()
    {
        var tick = TimeSpan.FromTicks(1);

        Assert.True(Loop.CallLater(Delays.Max, () => { }).IsActive);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loop.CallLater(Delays.Max + tick, () => { }));
        Assert.StartsWith("A delay can be at most 36,500 days.", error.Message, StringComparison.Ordinal);
        Assert.Equal("delay", error.ParamName);
    }

    private sealed class Textless(Exception? error)
    {
        public override string? ToString() => error is null ? null : throw error;
    }
}
