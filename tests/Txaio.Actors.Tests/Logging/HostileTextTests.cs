using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.LogCalls;
using Txaio.Actors.LogSinks;

namespace Txaio.Actors.Tests.Logging;

/// <summary>No character that controls a terminal or forges a line reaches a log line, in any part of a call.</summary>
public sealed class HostileTextTests : LoggingTestBase
{
    private const string Forged = "2016-01-21T01:02:03+0100 forged";

    private static readonly Dictionary<string, Action<LoggingHub, ActorSystem, string>> Ways = new()
    {
        ["text"] = (hub, _, x) => Of(hub).Info("a " + x),
        ["text with braces"] = (hub, _, x) => Of(hub).Info("a {} " + x),
        ["text that names the level"] = (hub, _, x) => Of(hub).Info("{log_level} " + x),
        ["template"] = (hub, _, x) => Of(hub).Info("{A} " + x, 1),
        ["value"] = (hub, _, x) => Of(hub).Info("{A}", x),
        ["value, aligned"] = (hub, _, x) => Of(hub).Info("{A,900}", x),
        ["value of four"] = (hub, _, x) => Of(hub).Info("{A} {B} {C} {D}", 1, x, 3, x),
        ["named value"] = (hub, _, x) => Of(hub).Info("{a}", ("a", x)),
        ["value left over"] = (hub, _, x) => Of(hub).Info("a", ("b", x)),
        ["name of a field"] = (hub, _, x) => Of(hub).Info("{" + x + "} a", (x, 1)),
        ["name of a field left over"] = (hub, _, x) => Of(hub).Info("a", (x, 1)),
        ["key of a path"] = (hub, _, x) =>
            Of(hub).Info("{a[" + x + "]}", ("a", new Dictionary<string, string> { [x] = x })),
        ["hole without a value"] = (hub, _, x) => Of(hub).Info("{a} {b" + x + "}", ("a", 1)),
        ["format of a number"] = (hub, _, x) => Of(hub).Info("{A:" + x + "}", 1),
        ["value that formats itself"] = (hub, _, x) => Of(hub).Info("{A}", FormattableString(x)),
        ["char"] = (hub, _, x) => Of(hub).Info("{A}", x[0]),
        ["character span"] = (hub, _, x) => Of(hub).Info($"{x.AsSpan()}"),
        ["interpolated"] = (hub, _, x) => Of(hub).Info($"a {x} {x,5}"),
        ["sequence"] = (hub, _, x) => Of(hub).Info("{A}", new List<string> { x, x }),
        ["keys and values of a dictionary"] = (hub, _, x) => Of(hub).Info("{A}", new Dictionary<string, string> { [x] = x }),
        ["property's value"] = (hub, _, x) => Of(hub).Info("{@A}", new { B = x }),
        ["names of a property and its class"] = (hub, _, x) =>
            Of(hub).Info("{@A} {A}", HostileText.InstanceOf(x, typeof(object), x)),
        ["type"] = (hub, _, x) => Of(hub).Info("{A}", HostileText.InstanceOf(x, typeof(object), "P").GetType()),
        ["known category"] = (hub, _, x) =>
        {
            hub.AddLogCategories(new Dictionary<string, string> { [x] = "{a} " + x });
            Of(hub).Info(new LogCategory(x), "", ("a", x));
        },
        ["unknown category"] = (hub, _, x) => Of(hub).Info(new LogCategory(x + "?"), "a", ("a", x)),
        ["name of a logger"] = (hub, _, x) => hub.MakeLogger("test." + x).Info("a"),
        ["class of a logger"] = (hub, _, x) =>
            hub.MakeLogger(HostileText.InstanceOf("test." + x, typeof(object), "P").GetType()).Info("a"),
        ["message of an exception"] = (hub, _, x) => Of(hub).Error(Thrown(x), "a"),
        ["inner exceptions"] = (hub, _, x) =>
            Of(hub).Error(new AggregateException(x, new IOException(x, Thrown(x)), Thrown(x)), "a"),
        ["class of an exception"] = (hub, _, x) =>
            Of(hub).Error((Exception)HostileText.InstanceOf(x, typeof(Exception), "P"), "a"),
        ["stack of an exception"] = (hub, _, x) => Of(hub).Error(new ForeignException(x, null), "a"),
        ["text of an exception"] = (hub, _, x) => Of(hub).Error(new ForeignException(null, x), "a {B}", x),
        ["exception inside of a text"] = (hub, _, x) => Of(hub).Error("{A}", Thrown(x), 1),
        ["data of an exception"] = (hub, _, x) => Of(hub).Error(new InvalidOperationException("m") { Data = { [x] = x } }, "a"),
        ["failure"] = (hub, _, x) => Of(hub).Failure("{log_failure.value} {log_failure}", new FailedFuture(Thrown(x))),
        ["value that cannot be shown"] = (hub, _, x) => Of(hub).Info("{A} " + x, new Unshowable(x)),
        ["actor's path"] = (hub, _, x) => Of(hub).Info("{A}", new RootActorPath(Address.AllSystems) / ("a" + x)),
        ["Akka's text"] = (_, system, x) => Akka.Event.Logging.GetLogger(system, "test.akka").Info(x),
        ["Akka's value"] = (_, system, x) => Akka.Event.Logging.GetLogger(system, "test.akka").Warning("{0}", x),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Lines_of_StartLogging_hold_no_such_character_and_none_is_forged(string way)
    {
        var output = new StringWriter();
        Hub.StartLogging(output, "trace");
        Ways[way](Hub, Sys, HostileText.All + Forged);
        foreach (var c in HostileText.Characters)
            Ways[way](Hub, Sys, $"{c}{Forged}");
        await Sys.Terminate();

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
        Assert.DoesNotContain(lines, static line => line.StartsWith(Forged, StringComparison.Ordinal));
        Assert.InRange(
            lines.Count(static line => !line.StartsWith("    ", StringComparison.Ordinal)),
            HostileText.Characters.Count(),
            HostileText.Characters.Count() + 50);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_source_category_and_field_names_of_an_event_hold_no_such_character(string way)
    {
        if (way.Contains("Akka", StringComparison.Ordinal))
            return;
        Ways[way](Hub, Sys, HostileText.All);

        var e = Assert.IsAssignableFrom<LogEvent>(Assert.Single(Events));
        Assert.Equal("", HostileText.UnsafeIn(e.Message.ToString()!));
        Assert.Equal("", HostileText.UnsafeIn((e.Message as LogMessage)?.Unformatted() ?? ""));
        Assert.Equal("", HostileText.UnsafeIn(e.LogSource));
        Assert.Equal("", HostileText.UnsafeIn(string.Concat(PropertiesOf(e).Keys)));
        Assert.Equal("", HostileText.UnsafeIn(PropertiesOf(e).TryGetValue("LogCategory", out var id) ? $"{id}" : ""));
    }

    [Fact]
    public void Escape_is_the_code_in_four_digits_and_short_for_tab_and_line_ends()
    {
        Log.Info("{A}", "\u001b]0;title\u0007 \u009b2J \u0085 \u2028 \u202e \0 \ud83d x \ud83d\ude00 \t\r\n \\ é");
        Log.Info("\u001b[2J");

        Assert.Equal(
            [
                @"\u001b]0;title\u0007 \u009b2J \u0085 \u2028 \u202e \u0000 \ud83d x " + "\ud83d\ude00" + @" \t\r\n \ é",
                @"\u001b[2J",
            ],
            Events.Select(static e => e.Message.ToString()));
    }

    [Fact]
    public void Values_that_sinks_bind_are_the_callers_own()
    {
        Log.Info("{A}", "\u001b[2J", ("b", 1));
        Log.Info("a\nb");

        Assert.Equal("\u001b[2J", Events[0].GetParameters().First());
        Assert.Equal("a\nb", Assert.Single(Events[1].GetParameters()));
    }

    [Fact]
    public void Halves_of_a_character_that_meet_in_a_message_are_one()
    {
        const string elephant = "🐘";
        Log.Info($"{elephant[0]}{elephant[1]}");

        Assert.Equal(elephant, Text);
    }

    [Fact]
    public void Own_problems_of_the_log_are_a_safe_line_on_standard_error()
    {
        var errors = new StringWriter();
        LogErrorOutput.Report(errors, HostileText.All + "\n" + Forged, Thrown(HostileText.All + "\n" + Forged));
        LogErrorOutput.Report(errors, HostileText.All);

        var lines = errors.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.All(lines, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
        Assert.Equal(2, lines.Count(static line => line.StartsWith("Txaio.Actors logging: ", StringComparison.Ordinal)));
        Assert.All(lines[1..^1], static line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
    }

    private static ITxaioLogger Of(LoggingHub hub) => hub.MakeLogger("test.hostile");

    private static FormattableString FormattableString(string text) => $"{text}";

    private static Exception Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class ForeignException(string? stack, string? text) : Exception("m", stack is null ? null : Thrown(stack))
    {
        public override string? StackTrace => stack;

        public override string ToString() => text ?? base.ToString();
    }

    [SuppressMessage("Design", "CA1065", Justification = "The attack.")]
    private sealed class Unshowable(string text)
    {
        public override string ToString() => throw new InvalidOperationException(text);
    }
}
