namespace Txaio.Actors.Serilog.Tests;

/// <summary>The forms of log calls.</summary>
public abstract partial class SinkContract
{
    /// <summary>The JSON of a text without braces.</summary>
    protected abstract string TextWithoutBraces { get; }

    /// <summary>The JSON of the fields <c>@Point</c> and <c>$Other</c>.</summary>
    protected abstract string FieldsWithOperators { get; }

    /// <summary>The JSON of <c>log.Failure</c> with a text.</summary>
    protected abstract string FailureWithText { get; }

    [Fact]
    public Task Text_is_shown() => HasAsync("hello", TextWithoutBraces, log => log.Info("hello"));

    [Fact]
    public Task Text_with_braces_is_the_property_Message() => HasAsync(
        "{\"json\": 1} {x}",
        """{ "@mt": "{Message:l}", "Message": "{\"json\": 1} {x}" }""",
        log => log.Info("{\"json\": 1} {x}"));

    [Fact]
    public Task One_argument() =>
        HasAsync("7 left", """{ "@mt": "{N} left", "N": 7 }""", log => log.Info("{N} left", 7));

    [Fact]
    public Task Two_arguments() => HasAsync(
        "localhost:80",
        """{ "@mt": "{Host}:{Port}", "Host": "localhost", "Port": 80 }""",
        log => log.Info("{Host}:{Port}", "localhost", 80));

    [Fact]
    public Task Three_arguments() => HasAsync(
        "1 b 2.5",
        """{ "@mt": "{A} {B} {C}", "A": 1, "B": "b", "C": 2.5 }""",
        log => log.Info("{A} {B} {C}", 1, "b", 2.5));

    [Fact]
    public Task Many_arguments() => HasAsync(
        "1 2 3 4 five",
        """{ "@mt": "{A} {B} {C} {D} {E}", "A": 1, "B": 2, "C": 3, "D": 4, "E": "five" }""",
        log => log.Info("{A} {B} {C} {D} {E}", 1, 2, 3, 4, "five"));

    [Fact]
    public Task Positions() =>
        HasAsync("b a", """{ "@mt": "{1} {0}", "0": "a", "1": "b" }""", log => log.Info("{1} {0}", "a", "b"));

    [Fact]
    public Task Alignment_and_format() => HasAsync(
        " 1,234.6|1.3",
        """{ "@mt": "{N,8:N1}|{Elapsed:0.0}", "N": 1234.56, "Elapsed": 1.25 }""",
        log => log.Info("{N,8:N1}|{Elapsed:0.0}", 1234.56, 1.25));

    [Fact]
    public Task Argument_too_many() =>
        HasAsync("a", """{ "@mt": "{A}", "A": "a", "__1": "b" }""", log => log.Info("{A}", "a", "b"));

    [Fact]
    public Task Argument_too_few() =>
        HasAsync("a {B}", """{ "@mt": "{A} {B}", "A": "a" }""", log => log.Info("{A} {B}", "a"));

    [Fact]
    public Task Keywords_with_paths() => HasAsync(
        "1 one bird bar",
        """
        {
          "@mt": "{a} {things_one} {nouns_2} {what_config_foo}",
          "a": 1, "things_one": "one", "nouns_2": "bird", "what_config_foo": "bar"
        }
        """,
        log => log.Info(
            "{a} {things[one]} {nouns[2]} {what.config[foo]}",
            ("a", 1),
            ("things", new Dictionary<string, string> { ["one"] = "one" }),
            ("nouns", new[] { "soup", "fish", "bird" }),
            ("what", new { config = new Dictionary<string, string> { ["foo"] = "bar" } })));

    [Fact]
    public Task Keyword_that_is_missing() =>
        HasAsync("1 {b}", """{ "@mt": "{a} {{b}}", "a": 1 }""", log => log.Info("{a} {b}", ("a", 1)));

    [Fact]
    public Task Names_that_Serilog_does_not_take_for_names_do_not_shift_the_values() => HasAsync(
        "a b",
        """{ "@mt": "{_1st} {second}", "_1st": "a", "second": "b" }""",
        log => log.Info("{1st} {second}", ("1st", "a"), ("second", "b")));

    [Fact]
    public Task Fields_that_the_template_does_not_name() => HasAsync(
        "got EVENT",
        """{ "@mt": "got {Type}", "Type": "EVENT", "Bytes": 120 }""",
        log => log.Info("got {Type}", ("Type", "EVENT"), ("Bytes", 120)));

    [Fact]
    public Task Fields_with_operators() => HasAsync(
        "got EVENT",
        FieldsWithOperators,
        log => log.Info("got {T}", ("T", "EVENT"), ("@Point", new Point(1, 2)), ("$Other", new Point(3, 4))));

    [Fact]
    public Task Category_with_a_template() => HasAsync(
        "Ann left",
        """{ "@mt": "{who} left", "who": "Ann", "why": "bored", "LogCategory": "TX1" }""",
        (system, log) =>
        {
            system.Txaio().AddLogCategories(new Dictionary<string, string> { ["TX1"] = "{who} left" });
            log.Info(new LogCategory("TX1"), "not shown", ("who", "Ann"), ("why", "bored"));
        });

    [Fact]
    public Task Category_that_is_not_known() => HasAsync(
        "own 1",
        """{ "@mt": "own {a}", "a": 1, "LogCategory": "TX9" }""",
        log => log.Info(new LogCategory("TX9"), "own {a}", ("a", 1)));

    [Fact]
    public Task Emit() => HasAsync(
        "WRN emitted 1",
        """{ "@mt": "emitted {a}", "@l": "Warning", "a": 1 }""",
        log => log.Emit(TxaioLogLevel.Warn, "emitted {a}", ("a", 1)));

    [Fact]
    public Task Cause_first() => HasAsync(
        "ERR failed 1",
        """{ "@mt": "failed {N}", "@l": "Error", "@x": "System.InvalidOperationException: bad", "N": 1 }""",
        log => log.Error(new InvalidOperationException("bad"), "failed {N}", 1));

    [Fact]
    public Task Exception_after_the_arguments() => HasAsync(
        "WRN failed 1",
        """{ "@mt": "failed {N}", "@l": "Warning", "@x": "System.InvalidOperationException: bad", "N": 1 }""",
        log => log.Warn("failed {N}", 1, new InvalidOperationException("bad")));

    [Fact]
    public async Task Cause_is_shown_below_its_line()
    {
        var lines = await WrittenAsync(system =>
            system.Txaio().MakeLogger(Name).Error(new InvalidOperationException("bad"), "failed {N}", 1));

        Assert.Contains("|ERR|failed 1\nSystem.InvalidOperationException: bad\n", lines.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public Task Failure() => HasAsync(
        $"{CriticalLevel} gave up",
        FailureWithText,
        log => log.Failure("gave up", new FailedFuture(new InvalidOperationException("bad"))));
}
