using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Texts with braces, which Akka.Logger.Serilog would take for templates.</summary>
public abstract partial class SinkContract
{
    private static readonly string[] Texts =
    [
        "{\"json\": 1} {x}",
        "{x}",
        "{{x}}",
        "a }} b",
        "}",
        "{",
        "{0}",
        "{@x} {$y,5:N1}",
        "{Message}",
        "{log_levels} {",
        "line {x}\nand {y}",
    ];

    [Fact]
    public async Task Text_is_shown_exactly_in_every_sink()
    {
        var shown = Texts[..^1];
        var lines = await WrittenAsync(system =>
        {
            foreach (var text in shown)
                system.Txaio().MakeLogger("test").Info(text);
        });

        Assert.Equal(shown, lines.Events.Select(e => e.RenderMessage()));
        Assert.Equal(shown, lines.Console);
        Assert.Equal(shown, lines.File);
        Assert.Equal(shown, lines.Json.Select(e => e.GetProperty("Message").GetString()));
        Assert.All(lines.Json, e => Assert.Equal("{Message:l}", e.GetProperty("@mt").GetString()));
    }

    [Fact]
    public async Task Text_of_every_form_of_call_is_shown_exactly()
    {
        var error = new InvalidOperationException("bad");
        var value = "{v}";
        const string Text = "{x} }} {{y}}";
        const string NoHole = "{ } }} {{y}}";
        var lines = await WrittenAsync(system =>
        {
            var log = system.Txaio().MakeLogger("test");
            system.Txaio().AddLogCategories(new Dictionary<string, string> { ["known"] = "{{x}} }}}} {{{{y}}}}" });
            log.Critical(Text);
            log.Trace(Text);
            log.Error(error, Text);
            log.Error(NoHole, error);
            log.Error(NoHole, new FailedFuture(error));
            log.Failure(Text, new FailedFuture(error));
            log.Emit(TxaioLogLevel.Warn, Text);
            log.Emit(TxaioLogLevel.Warn, error, Text);
            log.Info(Text, Array.Empty<object>());
            log.Info(new LogCategory("unknown"), Text);
            log.Info(new LogCategory("known"), "not shown");
            log.Info("{missing} }} {{y}}", ("value", value));
            log.Info("{{x}} }}}} {{{{y}}}}", 1);
            log.Info($"{{x}} }}}} {{{{{value}}}}}");
            log.Info("{Value}", value);
            log.Write(new TxaioLogEntry { Level = TxaioLogLevel.Info, Format = Text });
        });

        string[] expected =
        [
            Text, Text, Text, NoHole, NoHole, Text, Text, Text, Text, Text, Text,
            "{missing} } {y}", Text, "{x} }} {{{v}}}", value, Text,
        ];
        Assert.Equal(expected, lines.Console.Select(WithoutLevel));
        Assert.Equal(expected, lines.File.Select(WithoutLevel));
    }

    [Fact]
    public async Task Text_without_braces_is_published_as_it_is()
    {
        var lines = await WrittenAsync(system => system.Txaio().MakeLogger("test").Info("plain"));

        Assert.Equal(["plain"], lines.File);
        Assert.IsType<string>(Published.First(e => e.LogSource == "test").Message);
    }

    [Fact]
    public async Task Names_that_are_always_there_are_filled_beside_braces()
    {
        var lines = await WrittenAsync(
            system => system.Txaio().MakeLogger("test").Info("{log_level} {\"json\": {txaio_trace}} {x}"));

        Assert.Equal("info {\"json\": false} {x}", Assert.Single(lines.File));
        Assert.Equal(JsonValueKind.False, lines.Json[0].GetProperty("txaio_trace").ValueKind);
    }

    [Fact]
    public async Task Report_of_bytes_from_the_wire_is_shown_exactly()
    {
        var expected = "";
        await WrittenAsync(system =>
        {
            system.Txaio();
            var serializer = (SerializerWithStringManifest)system.Serialization
                .FindSerializerForType(typeof(Messages.CallLater));
            expected = Assert.Throws<SerializationException>(() => serializer.FromBinary([1], "{x} }} {0}")).Message;
        });

        Assert.Contains("'{x} }} {0}'", expected);
        Assert.Equal("TxaioMessageSerializer", (await Sink.TextAsync(expected)).Value("LogSource"));
    }
}
