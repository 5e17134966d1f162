using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>
/// The host's log. Recognizes its outputs by the names of their classes, and writes lines of this package.
/// </summary>
internal sealed class HostLog
{
    private const string MicrosoftFactory = "Microsoft.Extensions.Logging.LoggerFactory";

    private readonly ILoggerFactory? _factory;
    private readonly ILogger? _logger;
    private readonly string[] _providers;

    private HostLog(ILoggerFactory? factory, IEnumerable<ILoggerProvider> providers)
    {
        _factory = factory;
        _logger = factory?.CreateLogger("Txaio.Actors.Hosting");
        _providers = [.. providers.Select(static provider => provider.GetType().FullName!)];
    }

    /// <summary>Whether the host's events go to Serilog, by Serilog's factory or provider.</summary>
    public bool IsSerilog => IsSerilogFactory || _providers.Contains("Serilog.Extensions.Logging.SerilogLoggerProvider");

    /// <summary>Whether the host's events go to standard output.</summary>
    public bool HasConsole =>
        !IsSerilogFactory && _providers.Contains("Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider");

    /// <summary>Whether the host's log has no output. Levels that filter all events do not count as silence.</summary>
    public bool IsSilent => _factory?.GetType().FullName switch
    {
        "Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory" => true,
        MicrosoftFactory => _providers.Length == 0 && !_logger!.IsEnabled(LogLevel.Critical),
        _ => IsSerilogFactory && !_logger!.IsEnabled(LogLevel.Critical),
    };

    private bool IsSerilogFactory => _factory?.GetType().FullName == "Serilog.Extensions.Logging.SerilogLoggerFactory";

    /// <summary>The log of the host of <paramref name="system"/>.</summary>
    public static HostLog Of(ActorSystem system)
    {
        var setup = system.Settings.Setup;
        var services = setup.Get<DependencyResolverSetup>() is { HasValue: true, Value.DependencyResolver: var resolver }
            ? resolver : null;
        var own = services?.GetService<ILoggerFactory>();
        var factory = setup.Get<LoggerFactorySetup>() is { HasValue: true, Value.LoggerFactory: var given } ? given : own;

        // Only for Microsoft's factory: resolving providers creates them, and other factories may not use providers.
        var providers = own?.GetType().FullName == MicrosoftFactory && ReferenceEquals(own, factory)
            ? services!.GetService<IEnumerable<ILoggerProvider>>() : null;
        return new HostLog(factory, providers ?? []);
    }

    /// <summary>Writes a warning; to standard error if the host's log does not write warnings.</summary>
    public void Say(string line)
    {
        if (_logger?.IsEnabled(LogLevel.Warning) == true)
            _logger.LogWarning("{Line:l}", line);
        else
            SayOnStandardError(line);
    }

    /// <summary>Writes a line to standard error.</summary>
    public static void SayOnStandardError(string line) => ErrorOutput.Write(null, $"Txaio.Actors.Hosting: {line}");
}
