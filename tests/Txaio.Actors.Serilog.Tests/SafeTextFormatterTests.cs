using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;
using Txaio.Actors.Tests.Logging;
using LogEvent = global::Serilog.Events.LogEvent;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Text that would forge a line or steer a terminal, through the logger and a template of Serilog.</summary>
public sealed class SafeTextFormatterTests : SerilogTestBase
{
    private const string Template = "{SourceContext}|{LogSource}|{Level:u3}|{Message:lj}|{Properties}{NewLine}{Exception}";
    private const string Forged = "2016-01-21T01:02:03+0100 forged";

    private static readonly string Hostile = $"\n{Forged}\r{Forged}\u2028{Forged}{HostileText.All}";

    private static readonly Dictionary<string, Action<ActorSystem, string>> Ways = new()
    {
        ["value"] = static (system, x) => Log(system).Info("{A} {B}", x, 1),
        ["values in others"] = static (system, x) =>
            Log(system).Info("{@A}", new { B = x, C = new[] { x }, D = new Dictionary<string, string> { [x] = x } }),
        ["names of a property and its class"] = static (system, x) =>
            Log(system).Info("{@A} {A}", HostileText.InstanceOf(x, typeof(object), x)),
        ["value left over"] = static (system, x) => Log(system).Info("a", ("b", x), ("@c", new { D = x })),
        ["name of a field"] = static (system, x) => Log(system).Info("a", (x, x)),
        ["template"] = static (system, x) => Log(system).Info("{A} {missing} " + x, 1),
        ["text"] = static (system, x) => Log(system).Info(x),
        ["category"] = static (system, x) => Log(system).Info(new LogCategory(x), "a"),
        ["name of a logger"] = static (system, x) => system.Txaio().MakeLogger("test." + x).Info("a"),
        ["name of an Akka logger"] = static (system, x) => Logging.GetLogger(system, "test." + x).Info("a"),
        ["exception"] = static (system, x) => Log(system).Error(Thrown(x, Thrown(x)), "a"),
        ["exceptions"] = static (system, x) => Log(system).Error(new AggregateException(x, Thrown("b"), Thrown(x)), "a"),
        ["class of an exception"] = static (system, x) =>
            Log(system).Error((Exception)HostileText.InstanceOf(x, typeof(Exception), "P"), "a"),
        ["stack of an exception"] = static (system, x) => Log(system).Error(new Foreign(x, null), "a"),
        ["text of an exception"] = static (system, x) => Log(system).Error(new Foreign(null, x), "a"),
        ["data of an exception"] = static (system, x) => Log(system).Error(new IOException("m") { Data = { [x] = x } }, "a"),
        ["Akka's text"] = static (system, x) => Logging.GetLogger(system, "test").Info(x),
        ["Akka's value"] = static (system, x) => Logging.GetLogger(system, "test").Error(Thrown(x), "{0} {B}", x, x),
    };

    public static TheoryData<string> All => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_line_is_forged_and_no_escape_is_written(string way)
    {
        var system = Start(ToSink().CreateLogger());
        Ways[way](system, Hostile);
        var logged = await EndAsync(system);

        var text = Written(new SafeTextFormatter(Template), logged[^1]);
        var lines = text.TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
        Assert.DoesNotContain(lines, static line => line.StartsWith(Forged, StringComparison.Ordinal));
        // Below the line of the event: the line of the exception, and indented lines.
        Assert.All(lines.Skip(2), static line => Assert.StartsWith("   ", line, StringComparison.Ordinal));
        // Serilog's own formatter shows that the attack is one.
        if (way is "value" or "exception" or "stack of an exception" or "Akka's text")
            Assert.True(IsHostile(Written(new MessageTemplateTextFormatter(Template), logged[^1])));
    }

    [Fact]
    public void Event_without_such_text_is_written_as_Serilog_writes_it()
    {
        var e = new LogEvent(
            DateTimeOffset.UnixEpoch,
            LogEventLevel.Error,
            Thrown("m", Thrown("n")),
            new MessageTemplateParser().Parse("{A:0.00} {B} {C,5} {@D} {Missing:x}"),
            [
                new("A", new ScalarValue(1.5)), new("B", new ScalarValue("b \"quoted\" \\ é")),
                new("C", new ScalarValue('c')), new("D", new SequenceValue([new ScalarValue(DateTime.UnixEpoch)])),
                new("E", new StructureValue([new("F", new ScalarValue(null))], "T")),
            ]);

        const string template = "{Timestamp:o} {Level:u3} {Message:lj} {Message} {Properties:j}{NewLine}{Exception}";
        Assert.Equal(
            Written(new MessageTemplateTextFormatter(template), e), Written(new SafeTextFormatter(template), e));
    }

    /// <summary>A formatter that throws would lose the event.</summary>
    [Fact]
    public void Keys_and_names_that_are_equal_once_they_are_escaped_lose_no_event()
    {
        var keys = new[] { "a\n", @"a\n" };
        var e = new LogEvent(
            DateTimeOffset.UnixEpoch,
            LogEventLevel.Error,
            null,
            new MessageTemplateParser().Parse("kept {A}"),
            [
                new("A", new DictionaryValue(keys.Select(static key =>
                    new KeyValuePair<ScalarValue, LogEventPropertyValue>(new(key), new ScalarValue(1))))),
                .. keys.Select(static key => new LogEventProperty(key, new ScalarValue(1))),
            ]);

        Assert.StartsWith("kept ", Written(new SafeTextFormatter("{Message:lj}"), e), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentNullException>(static () => new SafeTextFormatter((string)null!));
        Assert.Throws<ArgumentNullException>(static () => new SafeTextFormatter((global::Serilog.Formatting.ITextFormatter)null!));
        Assert.Throws<ArgumentNullException>(static () => new SafeTextFormatter("").Format(null!, TextWriter.Null));
    }

    private static ITxaioLogger Log(ActorSystem system) => system.Txaio().MakeLogger("test");

    private static bool IsHostile(string text) =>
        text.Split(Environment.NewLine).Any(static line => HostileText.UnsafeIn(line).Length > 0)
        || text.Contains("\n" + Forged, StringComparison.Ordinal);

    private static string Written(global::Serilog.Formatting.ITextFormatter formatter, LogEvent e)
    {
        var output = new StringWriter();
        formatter.Format(e, output);
        return output.ToString();
    }

    private static Exception Thrown(string message, Exception? inner = null)
    {
        try
        {
            throw new InvalidOperationException(message, inner);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class Foreign(string? stack, string? text) : Exception("m")
    {
        public override string? StackTrace => stack;

        public override string ToString() => text ?? base.ToString();
    }
}
