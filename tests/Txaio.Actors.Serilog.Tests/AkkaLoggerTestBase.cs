using System.Text.Json;
using Akka.Actor;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Actor systems that log through Akka.Logger.Serilog, into the sinks people use.</summary>
[Collection(WholeProcess.Name)]
public abstract class AkkaLoggerTestBase : SerilogTestBase
{
    internal const string Logger = "Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog";

    private readonly ILogger _before = Log.Logger;
    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-akka-serilog-");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Log.Logger = _before;
        Console.SetOut(_console);
        _folder.Delete(recursive: true);
    }

    /// <summary>What the sinks have of the events that <paramref name="logs"/> logs.</summary>
    /// <param name="logs">Logs under names with "test" in them.</param>
    /// <param name="levels">Changes Serilog's levels.</param>
    /// <param name="hocon">More settings.</param>
    internal async Task<Lines> WrittenAsync(
        Action<ActorSystem> logs, Action<LoggerConfiguration>? levels = null, string hocon = "")
    {
        const string Template = "{SourceContext}|{Message:lj}{NewLine}";
        var (text, json) = (Path.Combine(_folder.FullName, "text"), Path.Combine(_folder.FullName, "json"));
        Console.SetOut(TextWriter.Synchronized(_output));
        var configuration = new LoggerConfiguration().MinimumLevel.Verbose();
        levels?.Invoke(configuration);
        var logger = configuration
            .WriteTo.Console(outputTemplate: Template, theme: global::Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None)
            .WriteTo.File(text, outputTemplate: Template)
            .WriteTo.File(new CompactJsonFormatter(), json)
            .WriteTo.Sink(Sink)
            .CreateLogger();
        Log.Logger = logger;
        var system = Start(hocon + $"\nakka.loggers = [\"{Logger}\"]");
        logs(system);
        system.Txaio().MakeLogger("test.end").Critical("the end");

        // The sinks are written to in turn: what the last one has seen, all have.
        await Sink.TextAsync("the end");
        await logger.DisposeAsync();
        var events = Sink.Events.Where(static e => e.Text("LogSource") != "test.end").ToList();
        return new Lines(
            events,
            Of(_output.ToString().Split('\n'), events),
            Of(await File.ReadAllLinesAsync(text), events),
            [.. (await File.ReadAllLinesAsync(json)).Select(static line => JsonDocument.Parse(line).RootElement)
                .Where(line => CollectingSink.IsOfTest(line.GetProperty("LogSource").GetString()!)).SkipLast(1)]);
    }

    private static IReadOnlyList<string> Of(IEnumerable<string> lines, IReadOnlyCollection<LogEvent> events) =>
        [.. lines.Where(static line => line.Contains('|') && CollectingSink.IsOfTest(line.Split('|')[0]))
            .Select(static line => line[(line.IndexOf('|') + 1)..].TrimEnd('\r')).Take(events.Count)];

    /// <summary>Events as each sink has them.</summary>
    internal sealed record Lines(
        IReadOnlyList<LogEvent> Events,
        IReadOnlyList<string> Console,
        IReadOnlyList<string> File,
        IReadOnlyList<JsonElement> Json);
}
