using System.Diagnostics;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Formatting.Compact;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Common sinks: console, rolling file and compact JSON.</summary>
[Collection(WholeProcess.Name)]
public sealed class RealSinksTests : SerilogTestBase
{
    private readonly TextWriter _before = Console.Out;
    private readonly ConcurrentText _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-serilog-");

    public override Task InitializeAsync()
    {
        Console.SetOut(_output);
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Console.SetOut(_before);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Console_shows_events_of_actors_and_loggers()
    {
        var system = Start(new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .MinimumLevel.Override("Akka", global::Serilog.Events.LogEventLevel.Fatal)
            .WriteTo.Console(
                outputTemplate: "{Level:u3} {SourceContext} {LogSource} {Message:lj} {LogCategory}{NewLine}")
            .CreateLogger());
        var log = system.Txaio().MakeLogger<RealSinksTests>();
        log.Trace("session {@Session} joined", new { Id = 7 });
        log.Critical(new LogCategory("TX1"), "{what} is gone", ("what", "all"));
        await system.ActorOf<TellingActor>("test-actor").Ask<string>("hello", TimeSpan.FromSeconds(60));
        await system.Terminate();

        var name = typeof(RealSinksTests).FullName;
        var actor = typeof(TellingActor).FullName;
        Assert.Equal(
            [
                $"VRB {name} {name} session {{\"Id\": 7}} joined ",
                $"FTL {name} {name} all is gone TX1",
                $"INF {actor} akka://app/user/test-actor an actor says hello ",
            ],
            // With akka.loglevel = DEBUG, Akka publishes this event when it stops loggers, and prints it when the
            // loggers stop first.
            _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(static line => !line.Contains("Shutting down: StandardOutLogger started", StringComparison.Ordinal))
                .Select(Plain));
    }

    [Fact]
    public async Task Rolling_file_that_is_buffered_is_complete_when_the_system_has_ended()
    {
        var logger = new LoggerConfiguration()
            .WriteTo.File(
                Path.Combine(_folder.FullName, "app-.log"),
                outputTemplate: "{Message:lj}{NewLine}",
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: 1000,
                buffered: true)
            .CreateLogger();
        var system = Start("", new SerilogSetup(logger, disposeLogger: true));
        var log = system.Txaio().MakeLogger("test");
        for (var i = 0; i < 400; i++)
            log.Info("event {N} of the file", i);
        await system.Terminate();

        var files = _folder.GetFiles("app-*.log").OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 2, $"{files.Count} files");
        Assert.Equal(
            Enumerable.Range(0, 400).Select(i => $"event {i} of the file"),
            files.SelectMany(file => File.ReadLines(file.FullName)).Where(line => line.Contains("of the file")));
    }

    [Fact]
    public async Task Compact_JSON_has_everything_that_was_sent()
    {
        var path = Path.Combine(_folder.FullName, "app.clef");
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose().WriteTo.File(new CompactJsonFormatter(), path).CreateLogger();
        var system = Start("", new SerilogSetup(logger, disposeLogger: true));
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var log = system.Txaio().MakeLogger("test.json");
        log.Info("received {Type} in {@Frame}", ("Type", "EVENT"), ("Frame", new { Size = 120 }), ("Peer", "p1"));
        log.Critical(new LogCategory("TX1"), "lost", ("Attempt", 3));
        log.Trace("{A}", 1);
        log.Error(new InvalidOperationException("bad"), "failed");
        await system.Terminate();

        var lines = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("LogSource").GetString() == "test.json").ToList();

        Assert.Equal(4, lines.Count);
        Assert.Equal("received {Type} in {@Frame}", lines[0].GetProperty("@mt").GetString());
        Assert.Equal("EVENT", lines[0].GetProperty("Type").GetString());
        Assert.Equal(120, lines[0].GetProperty("Frame").GetProperty("Size").GetInt32());
        Assert.Equal("p1", lines[0].GetProperty("Peer").GetString());
        Assert.False(lines[0].TryGetProperty("@l", out _));
        Assert.Equal(["Fatal", "Verbose", "Error"], lines[1..].Select(line => line.GetProperty("@l").GetString()));
        Assert.Equal("TX1", lines[1].GetProperty("LogCategory").GetString());
        Assert.Equal(3, lines[1].GetProperty("Attempt").GetInt32());
        Assert.StartsWith("System.InvalidOperationException: bad", lines[3].GetProperty("@x").GetString());
        Assert.Equal(
            Published.Where(e => e.LogSource == "test.json").Select(e => e.Timestamp),
            lines.Select(line => line.GetProperty("@t").GetDateTime().ToUniversalTime()));
        Assert.All(lines, line => Assert.Equal($"{activity.TraceId}", line.GetProperty("@tr").GetString()));
        Assert.All(lines, line => Assert.Equal($"{activity.SpanId}", line.GetProperty("@sp").GetString()));
    }

    // The theme of the console sink may color numbers and names even when the output is not a terminal.
    private static string Plain(string line) =>
        System.Text.RegularExpressions.Regex.Replace(
            line.TrimEnd('\r'), "\u001b\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
