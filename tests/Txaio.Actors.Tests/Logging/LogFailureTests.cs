using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary><c>log.failure</c>, as txaio has it on Twisted, and failures as fields.</summary>
public sealed class LogFailureTests : LoggingTestBase
{
    private readonly InvalidOperationException _error = new("bad");
    private readonly FailedFuture _failure;

    public LogFailureTests() => _failure = new FailedFuture(_error);

    [Fact]
    public void Failure_is_critical_with_its_exception_as_the_cause_in_every_form()
    {
        var what = "it";
        Log.Failure("failed", _failure);
        Log.Failure("failed {what} {and}", _failure, ("what", what), ("and", 1));
        Log.Failure("failed {what}", _failure, new (string, object?)[] { ("what", what) });
        Log.Failure($"failed {what}", _failure);
        Log.Failure($"{nameof(_failure)} failed", _failure);

        Assert.All(Events, e => Assert.IsType<Error>(e));
        Assert.All(Events, e => Assert.Equal("critical", PropertiesOf(e)["TxaioLevel"]));
        Assert.All(Events, e => Assert.Same(_error, e.Cause));
        Assert.Equal(
            ["failed", "failed it 1", "failed it", "failed it", "_failure failed"],
            Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Failure_with_null_for_the_fields_is_a_text()
    {
        Log.Failure("failed {x}", _failure, null!);

        Assert.Equal("failed {x}", Text);
    }

    [Theory]
    [InlineData("{log_failure.value}")]
    [InlineData("{x} {")]
    public void Failure_with_an_interpolated_string_shows_values_with_braces_as_they_are(string value)
    {
        Log.Failure($"failed {value}", _failure);

        Assert.Equal("failed " + value, Text);
        Assert.Equal("failed {value}", Single.GetTemplate());
    }

    [Fact]
    public void Failure_while_critical_is_off_does_not_evaluate_its_holes()
    {
        var evaluated = 0;
        Hub.SetGlobalLogLevel(TxaioLogLevel.None);

        Log.Failure($"failed {++evaluated}", _failure);

        Assert.Equal(0, evaluated);
    }

    [Fact]
    public void Failure_is_published_where_critical_is_and_not_below()
    {
        Hub.SetGlobalLogLevel(TxaioLogLevel.Critical);
        Log.Failure("shown", _failure);
        Log.Failure($"shown {1}", _failure);
        Hub.SetGlobalLogLevel(TxaioLogLevel.None);
        Log.Failure("not shown", _failure);
        Log.Failure("not shown {x}", _failure, ("x", 1));

        Assert.Equal(2, Events.Count);
    }

    [Fact]
    public void Log_failure_and_its_value_resolve_in_text_positional_and_keyword_templates()
    {
        Hub.AddLogCategories(new Dictionary<string, string> { ["TX1"] = "{peer}: {log_failure.value.Message}" });
        Log.Failure("gave up: {log_failure.value} {x}", _failure);
        Log.Critical(_error, "gave up {A}: {log_failure.value.Message}", 1);
        Log.Failure("gave up {peer}: {log_failure}", _failure, ("peer", "p"));
        Log.Critical(new LogCategory("TX1"), "not shown", ("peer", "p"), ("log_failure", _failure));
        Log.Critical(new LogCategory("TX1"), ("peer", "q"), ("log_failure", _failure));

        Assert.Equal(
            [$"gave up: {_error} {{x}}", "gave up 1: bad", "gave up p: bad", "p: bad", "q: bad"],
            Events.Select(e => e.Message.ToString()));
        Assert.Same(_error, PropertiesOf(Events[0])["log_failure_value"]);
        Assert.Equal("gave up: {log_failure_value} {{x}}", Events[0].GetTemplate());
        Assert.Equal("TX1", PropertiesOf(Events[3])["LogCategory"]);
    }

    [Fact]
    public void Log_failure_is_the_cause_of_any_level()
    {
        Log.Error(_error, "failed: {log_failure.value.Message}");
        Log.Warn(_error, "{Try} failed: {log_failure.value.Message}", 1);
        Log.Info("failed: {log_failure.value.Message}", _error);

        Assert.Equal(["failed: bad", "1 failed: bad", "failed: bad"], Events.Select(e => e.Message.ToString()));
        Assert.All(Events, e => Assert.Same(_error, e.Cause));
    }

    [Theory]
    [InlineData("{log_failure}")]
    [InlineData("{log_failure.value}")]
    [InlineData("{log_failure.nothing}")]
    public void Log_failure_without_a_failure_is_shown_as_written(string hole)
    {
        Log.Failure(hole, null);
        Log.Critical(hole + " {A}", 1);
        Log.Failure(hole + " {a}", null, ("a", 1));

        Assert.Equal([hole, hole + " 1", hole + " 1"], Events.Select(e => e.Message.ToString()));
        Assert.All(Events, e => Assert.Null(e.Cause));
    }

    [Fact]
    public void Failure_among_the_fields_is_the_cause()
    {
        Log.Error("it failed", ("reason", _failure));
        Log.Error("it failed: {reason.value.Message}", ("reason", _failure));
        Log.Error("it failed: {log_failure.value.Message}", ("log_failure", _failure));
        Log.Error(new LogCategory("none"), ("reason", _failure));
        Log.Write(new TxaioLogEntry
        {
            Level = TxaioLogLevel.Error,
            Format = "{A}",
            Arguments = [1],
            Fields = [("reason", _failure)],
        });

        Assert.All(Events, e => Assert.Same(_error, e.Cause));
        Assert.Equal(
            ["it failed", "it failed: bad", "it failed: bad", "", "1"], Events.Select(e => e.Message.ToString()));
        Assert.Same(_failure, PropertiesOf(Events[0])["reason"]);
    }

    [Fact]
    public void Failure_that_is_surplus_at_the_end_is_the_cause()
    {
        Log.Error("failed", _failure);
        Log.Error("failed {What}", "it", _failure);
        Log.Error("failed: {Reason}", _failure);

        Assert.Equal(["failed", "failed it", "failed: bad"], Events.Select(e => e.Message.ToString()));
        Assert.Equal([_error, _error, null], Events.Select(e => e.Cause));
    }

    [Fact]
    public void Of_several_failures_the_calls_own_wins_then_log_failure_then_the_first()
    {
        var (second, third) = (new FailedFuture(new TimeoutException()), new FailedFuture(new FormatException()));
        Log.Failure("a", _failure, ("x", second));
        Log.Error("b", ("x", second), ("y", third));
        Log.Error("c {log_failure}", ("x", second), ("log_failure", third));

        Assert.Equal([_error, second.Value, third.Value], Events.Select(e => e.Cause));
        Assert.Equal($"c {third.Value.Message}", Events[2].Message.ToString());
    }

    [Fact]
    public void Failure_that_throws_is_no_cause_and_throws_nothing()
    {
        Log.Failure("a {log_failure.value}", new Hostile());
        Log.Error("b {x.Value}", ("x", new Hostile()));

        Assert.Equal(["a {log_failure.value}", "b {x.Value}"], Events.Select(e => e.Message.ToString()));
        Assert.All(Events, e => Assert.Null(e.Cause));
    }

    private sealed class Hostile : IFailedFuture
    {
        public Exception Value => throw new NotSupportedException("hostile");
    }
}
