using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The examples of docs/logging.md, compiled and run.</summary>
public sealed class LoggingGuideTests : LoggingTestBase
{
    [Fact]
    public void First_example_logs_the_documented_lines()
    {
        var peer = new Peer(Hub.MakeLogger("test.peer"));
        var error = new IOException("reset");

        peer.Received("EVENT", 1200);
        peer.Lost(error, new FailedFuture(error));

        Assert.Equal(
            ["received EVENT of 1200 bytes", "received EVENT", "lost the peer, attempt 3", "gave up: reset"],
            Events.Select(e => e.Message.ToString()));
        Assert.Equal(1200, PropertiesOf(Events[1])["bytes"]);
    }

    [Fact]
    public void Filter_keeps_debug_events_of_other_sources_out()
    {
        var filter = new LogFilterBuilder().Add(new DebugOnlyFrom("MyApp.")).Build();
        _ = BootstrapSetup.Create().And(filter);
        var evaluator = filter.CreateEvaluator();

        Assert.True(evaluator.ShouldTryKeepMessage(new Debug("MyApp.Peer", typeof(string), "m"), out var line));
        Assert.Matches(@"^\[DEBUG\]\[.*\]\[Thread \d+\]\[MyApp\.Peer\] m$", line);
        Assert.False(evaluator.ShouldTryKeepMessage(new Debug("akka://app/user/a", typeof(string), "m"), out _));
        Assert.True(evaluator.ShouldTryKeepMessage(new Info("akka://app/user/a", typeof(string), "m"), out _));
        var error = new InvalidOperationException("bad");
        Assert.True(evaluator.ShouldTryKeepMessage(new Error(error, "a", typeof(string), "m"), out var withCause));
        Assert.EndsWith($"[a] m{Environment.NewLine}Cause: {error}", withCause);
    }

    [Fact]
    public void Tuple_as_an_argument_is_written_as_an_object()
    {
        Log.Info("pair {0}", (object)("a", "b"));

        Assert.Equal("pair [\"a\", \"b\"]", Text);
    }

    [Fact]
    public void Logger_of_the_user_gets_every_call_in_Write()
    {
        var own = new RecordingLogger();
        var n = 1;
        own.Info("text");
        own.Info("{A}", n);
        own.Info("{a}", ("a", n));
        own.Info($"{n} {n + 1}");
        own.Debug($"{n}");
        own.Info(new LogCategory("TX1"), ("a", n));

        Assert.Equal(["text", "{A}", "{a}", "{n} {_1}", ""], own.Entries.Select(e => e.Format));
        Assert.Equal([0, 1, 0, 2, 0], own.Entries.Select(e => e.Arguments.Count));
        Assert.Equal([1, 2], own.Entries[3].Arguments);
        Assert.Equal([("a", (object?)1)], own.Entries[2].Fields);
        Assert.Equal(new LogCategory("TX1"), own.Entries[4].Category);
        Assert.All(own.Entries, e => Assert.Equal(TxaioLogLevel.Info, e.Level));

        foreach (var entry in own.Entries)
            Log.Write(entry);
        Assert.Equal(["text", "1", "1", "1 2", ""], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Write_of_an_entry_made_by_hand_is_published()
    {
        Log.Write(new TxaioLogEntry { Level = TxaioLogLevel.Info, Format = "{A} {B}", Arguments = [1, 2] });
        Log.Write(new TxaioLogEntry
        {
            Level = TxaioLogLevel.Critical,
            Format = "{a}",
            Fields = new List<(string, object?)> { ("a", 1) },
        });
        Log.Write(default);
        Log.Write(new TxaioLogEntry { Level = (TxaioLogLevel)9, Format = "no level" });

        Assert.Equal(["1 2", "1"], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Write_of_an_entry_with_arguments_and_fields_fills_by_position_and_carries_the_fields()
    {
        Log.Write(new TxaioLogEntry
        {
            Level = TxaioLogLevel.Trace,
            Format = "{A} of {B}",
            Arguments = [1, 2],
            Fields = [("A", "other"), ("c", 3), ("", 4)],
        });

        Assert.Equal("1 of 2", Text);
        Assert.Equal([1, 2], ((LogMessage)Single.Message).Parameters());
        Assert.Equal(3, Properties["c"]);
        Assert.Equal(4, Properties["_2"]);
        Assert.Equal("trace", Properties["TxaioLevel"]);
    }

    private sealed class DebugOnlyFrom(params string[] sources) : LogFilterBase
    {
        public override LogFilterType FilterType => LogFilterType.Content;

        public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
            content.LogLevel() > LogLevel.DebugLevel || sources.Any(source => content.LogSource.StartsWith(source, StringComparison.Ordinal))
                ? LogFilterDecision.Keep
                : LogFilterDecision.Drop;
    }

    private sealed class Peer(ITxaioLogger log)
    {
        public void Received(string type, int bytes)
        {
            log.Info("received {Type} of {Bytes} bytes", type, bytes);
            log.Info("received {type}", ("type", type), ("bytes", bytes));
            log.Debug($"received {type} of {bytes:N0} bytes");
        }

        public void Lost(Exception error, IFailedFuture failure)
        {
            log.Warn(error, "lost the peer, attempt {Attempt}", 3);
            log.Failure("gave up: {log_failure.value.Message}", failure);
        }
    }

    private sealed class RecordingLogger : ITxaioLogger
    {
        public List<TxaioLogEntry> Entries { get; } = [];

        public string Namespace => "own";

        public TxaioLogLevel Level => TxaioLogLevel.Info;

        public bool IsEnabled(TxaioLogLevel level) => level is > TxaioLogLevel.None and <= TxaioLogLevel.Info;

        public void SetLogLevel(TxaioLogLevel level, bool keep = true) => throw new NotSupportedException();

        public void Write(in TxaioLogEntry entry) => Entries.Add(entry);
    }
}
