namespace Txaio.Actors.Serilog.Tests;

/// <summary>Values in holes and fields, and the fields that every event has.</summary>
public abstract partial class SinkContract
{
    /// <summary>The JSON of <c>{@P}</c> and <c>{$Q}</c>.</summary>
    protected abstract string Destructured { get; }

    [Fact]
    public Task Null_by_position() => HasAsync(
        "null null", """{ "@mt": "{A} {B}", "A": null, "B": null }""", log => log.Info("{A} {B}", (string?)null, (object?)null));

    [Fact]
    public Task Null_by_name() => HasAsync(
        "null", """{ "@mt": "{a}", "a": null, "b": null }""", log => log.Info("{a}", ("a", null), ("b", null)));

    [Fact]
    public Task Collections() => HasAsync(
        "[1, 2] [\"x\", \"y\"] {\"k\": 1}",
        """{ "@mt": "{A} {B} {C}", "A": [1,2], "B": ["x","y"], "C": {"k":1} }""",
        log => log.Info(
            "{A} {B} {C}", new[] { 1, 2 }, new List<string> { "x", "y" }, new Dictionary<string, int> { ["k"] = 1 }),
        file: "[1,2] [\"x\",\"y\"] {\"k\":1}");

    [Fact]
    public Task Object_is_its_text() => HasAsync(
        "1/2", """{ "@mt": "{Point}", "Point": "1/2" }""", log => log.Info("{Point}", new Point(1, 2)));

    [Fact]
    public Task Destructuring_by_position() => HasAsync(
        "{\"X\": 1, \"Y\": 2, \"$type\": \"Point\"} 3/4",
        Destructured,
        log => log.Info("{@P} {$Q}", new Point(1, 2), new Point(3, 4)),
        file: "{\"X\":1,\"Y\":2,\"$type\":\"Point\"} 3/4");

    [Fact]
    public Task Destructuring_by_name() => HasAsync(
        "{\"X\": 1, \"Y\": 2, \"$type\": \"Point\"} 3/4",
        Destructured,
        log => log.Info("{@P} {$Q}", ("P", new Point(1, 2)), ("Q", new Point(3, 4))),
        file: "{\"X\":1,\"Y\":2,\"$type\":\"Point\"} 3/4");

    [Fact]
    public Task Names_that_are_always_there() => HasAsync(
        "info False 1",
        """{ "@mt": "{log_level} {txaio_trace} {a}", "log_level": "info", "txaio_trace": false, "a": 1 }""",
        log => log.Info("{log_level} {txaio_trace} {a}", ("a", 1)),
        file: "info false 1");

    [Fact]
    public async Task Log_time_is_the_time_of_the_call()
    {
        var before = DateTimeOffset.UtcNow;
        var lines = await WrittenAsync(system => system.Txaio().MakeLogger(Name).Info("at {log_time}"));
        var time = Assert.Single(lines.Json).GetProperty("log_time").GetDateTimeOffset();

        Assert.InRange(time, before, DateTimeOffset.UtcNow);
        Assert.Equal("at {log_time}", lines.Json[0].GetProperty("@mt").GetString());
    }

    [Fact]
    public Task Value_that_throws_leaves_the_rest_of_its_event() => HasAsync(
        "Capturing the property value threw an exception: InvalidOperationException 1",
        """
        {
          "@mt": "{A} {B}", "B": 1,
          "A": "Capturing the property value threw an exception: InvalidOperationException"
        }
        """,
        log => log.Info("{A} {B}", new Bad(), 1));

    [Fact]
    public async Task Field_that_throws_stops_nothing()
    {
        var lines = await WrittenAsync(system =>
        {
            var log = system.Txaio().MakeLogger(Name);
            log.Info("with {a}", ("a", 1), ("bad", new Bad()));
            log.Info("after");
        });

        Assert.Equal(["with 1", "after"], lines.Console);
        Assert.Equal(["with 1", "after"], lines.File);
    }
}
