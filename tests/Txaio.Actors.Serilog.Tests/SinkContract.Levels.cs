using System.Diagnostics;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Levels, and the properties of an event beside its message.</summary>
public abstract partial class SinkContract
{
    /// <summary>Serilog's three letters for the level critical.</summary>
    protected abstract string CriticalLevel { get; }

    /// <summary>Serilog's three letters for the level trace.</summary>
    protected abstract string TraceLevel { get; }

    /// <summary>
    /// Whether the event in Serilog has the time of the log call. Otherwise it has the time of writing.
    /// </summary>
    protected abstract bool KeepsTime { get; }

    /// <summary>Whether the event in Serilog has the trace and the span in which it was logged.</summary>
    protected abstract bool KeepsTrace { get; }

    [Fact]
    public async Task Levels()
    {
        var lines = await WrittenAsync(system =>
        {
            var log = system.Txaio().MakeLogger(Name);
            log.Trace("t {N}", 1);
            log.Debug("d {N}", 1);
            log.Info("i {N}", 1);
            log.Warn("w {N}", 1);
            log.Error("e {N}", 1);
            log.Critical("c {N}", 1);
        });

        string[] expected = [$"{TraceLevel} t 1", "DBG d 1", "i 1", "WRN w 1", "ERR e 1", $"{CriticalLevel} c 1"];
        Assert.Equal(expected, lines.Console);
        Assert.Equal(expected, lines.File);
        Assert.Equal(["trace", null, null, null, null, "critical"], lines.Json.Select(static e => Text(e, "TxaioLevel")));
        Assert.Equal(JsonValueKind.True, lines.Json[0].GetProperty("txaio_trace").ValueKind);
    }

    [Fact]
    public async Task Level_of_Serilog_applies_after_ours()
    {
        var lines = await WrittenAsync(
            system =>
            {
                var log = system.Txaio().MakeLogger(Name);
                log.Info("hidden");
                log.Warn("shown");
            },
            levels => levels.MinimumLevel.Warning());

        Assert.Equal(["WRN shown"], lines.Console);
    }

    [Fact]
    public async Task Properties_that_every_event_has()
    {
        var lines = await WrittenAsync(system =>
        {
            system.Txaio().MakeLogger<SinkContract>().Info("{N}", 1);
            system.ActorOf<TellingActor>("test-actor").Ask<string>("hello", TimeSpan.FromSeconds(60)).Wait();
        });

        // The source of an actor has the actor's unique id behind the path.
        var names = lines.Json.Select(static e => new[]
        {
            Text(e, "SourceContext"), Text(e, "LogSource")?.Split('#')[0].Trim('['), Text(e, "ActorPath"),
        });
        Assert.Equal(
            [
                [typeof(SinkContract).FullName, typeof(SinkContract).FullName, "akka://app/deadLetters"],
                [typeof(TellingActor).FullName, "akka://app/user/test-actor", "akka://app/user/test-actor"],
            ],
            names);
        Assert.Equal(
            Published.Select(static e => (e.Timestamp, e.Thread.ManagedThreadId.ToString("0000"))),
            lines.Json.Select(static e => (e.GetProperty("Timestamp").GetDateTime(), Text(e, "Thread")!)));
    }

    [Fact]
    public async Task Time_of_an_event_that_waits_behind_a_slow_sink()
    {
        using var entered = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        Sink.OnEmit = e =>
        {
            if (e.RenderMessage() != "\"slow\" 0")
                return;
            entered.Set();
            gate.Wait(TimeSpan.FromSeconds(60));
        };
        DateTime? opened = null;
        var lines = await WrittenAsync(system =>
        {
            var log = system.Txaio().MakeLogger(Name);
            log.Info("{A} {N}", "slow", 0);
            entered.Wait(TimeSpan.FromSeconds(60));
            log.Info("{A} {N}", "waits", 1);
            opened = DateTime.UtcNow;
            gate.Set();
        });

        var time = lines.Json[1].GetProperty("@t").GetDateTime().ToUniversalTime();
        Assert.Equal(KeepsTime, time == Published.Last().Timestamp);
        Assert.Equal(KeepsTime, time <= opened);
    }

    [Fact]
    public async Task Trace_and_span_in_which_an_event_was_logged()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var lines = await WrittenAsync(static system => system.Txaio().MakeLogger(Name).Info("{N}", 1));

        var written = Assert.Single(lines.Json);
        Assert.Equal(KeepsTrace ? $"{activity.TraceId}" : null, Text(written, "@tr"));
        Assert.Equal(KeepsTrace ? $"{activity.SpanId}" : null, Text(written, "@sp"));
    }

    [Fact]
    public async Task Events_of_Akka_are_written_beside_ours()
    {
        var lines = await WrittenAsync(static system =>
        {
            Logging.GetLogger(system, "test.akka").WithContext("Peer", "p1").Warning("got {Type}", "CALL");
            system.Txaio().MakeLogger(Name).Info("{N}", 1);
        });

        // Akka's loggers by name have a class of Akka as their class.
        Assert.Equal(["akka", "ours"], lines.Json.Select(static e => Text(e, "LogSource") == Name ? "ours" : "akka"));
        Assert.Equal(("CALL", "p1"), (Text(lines.Json[0], "Type"), Text(lines.Json[0], "Peer")));
        Assert.Equal(typeof(DummyClassForStringSources).FullName, Text(lines.Json[0], "SourceContext"));
    }

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) ? value.GetString() : null;
}
