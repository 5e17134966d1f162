using System.Text.Json;
using Akka.Actor;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Sinks.SystemConsole.Themes;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// One program for both loggers: Serilog's static logger with common sinks, and an actor system. The programs differ
/// only in <c>akka.loggers</c>.
/// </summary>
/// <param name="logger">The class in <c>akka.loggers</c>.</param>
public abstract class SinksTestBase(string logger) : SerilogTestBase
{
    internal const string AkkaLogger = "Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog";
    internal const string OwnLogger = "Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog";

    private const string Template = "{SourceContext}|{Level:u3}|{Message:lj}{NewLine}{Exception}";

    private readonly ILogger _before = Log.Logger;
    private readonly TextWriter _console = Console.Out;
    private readonly ConcurrentText _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-sinks-");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Log.Logger = _before;
        Console.SetOut(_console);
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs <paramref name="logs"/>, ends the system, and returns the output of the sinks.</summary>
    /// <param name="logs">Logs under names that contain "test".</param>
    /// <param name="levels">Changes Serilog's levels.</param>
    /// <param name="hocon">Further settings.</param>
    /// <param name="named">Whether this method sets <c>akka.loggers</c>, and not <paramref name="hocon"/>.</param>
    internal async Task<Lines> WrittenAsync(
        Action<ActorSystem> logs, Action<LoggerConfiguration>? levels = null, string hocon = "", bool named = true)
    {
        var (text, json) = (Path.Combine(_folder.FullName, "text"), Path.Combine(_folder.FullName, "json"));
        Console.SetOut(_output);
        var configuration = new LoggerConfiguration().MinimumLevel.Verbose();
        levels?.Invoke(configuration);
        Log.Logger = configuration
            .WriteTo.Console(outputTemplate: Template, theme: ConsoleTheme.None)
            .WriteTo.File(text, outputTemplate: Template)
            .WriteTo.File(new CompactJsonFormatter(), json)
            .WriteTo.Sink(Sink)
            .CreateLogger();
        var system = Start(named ? $"{hocon}\nakka.loggers = [\"{logger}\"]" : hocon);
        logs(system);
        await system.Terminate();
        await Log.CloseAndFlushAsync();
        return new Lines(
            Sink.Events,
            Of(_output.ToString().Split('\n')),
            Of(await File.ReadAllLinesAsync(text)),
            [.. (await File.ReadAllLinesAsync(json)).Select(static line => JsonDocument.Parse(line).RootElement)
                .Where(static line => CollectingSink.IsOfTest(line.GetProperty("LogSource").GetString()!))],
            _output.ToString());
    }

    private static IReadOnlyList<string> Of(IEnumerable<string> lines) =>
        [.. lines.Select(static line => line.TrimEnd('\r').Split('|', 3))
            .Where(static parts => parts.Length == 3 && CollectingSink.IsOfTest(parts[0]))
            .Select(static parts => parts[1] == "INF" ? parts[2] : $"{parts[1]} {parts[2]}")];

    /// <summary>The text of a line of <see cref="Lines"/>, without its level.</summary>
    internal static string WithoutLevel(string line) =>
        line.Length > 4 && line[..4] is "VRB " or "DBG " or "WRN " or "ERR " or "FTL " ? line[4..] : line;

    /// <summary>The output of each sink. A line begins with its level, except lines of the level information.</summary>
    internal sealed record Lines(
        IReadOnlyList<LogEvent> Events,
        IReadOnlyList<string> Console,
        IReadOnlyList<string> File,
        IReadOnlyList<JsonElement> Json,
        string Output);
}
