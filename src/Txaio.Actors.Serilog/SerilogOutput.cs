using Akka.Actor;
using Akka.DependencyInjection;
using Serilog;

namespace Txaio.Actors.Serilog;

/// <summary>The Serilog logger of an actor system's events, and whether the actor system closes it.</summary>
internal sealed class SerilogOutput
{
    private readonly ILogger? _given;
    private readonly Action? _close;

    private SerilogOutput(int capacity, ILogger? given, Action? close, bool isFromServices = false)
    {
        Capacity = capacity;
        _given = given;
        _close = close;
        IsFromServices = isFromServices;
    }

    /// <summary>The most events that may wait for the logger; 0: no bound.</summary>
    public int Capacity { get; }

    /// <summary>Whether the logger came from the service provider.</summary>
    public bool IsFromServices { get; }

    /// <summary>
    /// The present logger. Read at each event, because a program may replace the static logger at any time.
    /// </summary>
    public ILogger Logger => _given ?? Log.Logger;

    /// <summary>Whether the logger is the static one.</summary>
    public bool IsStatic => _given is null;

    /// <summary>
    /// Returns the output of the system's setup, else of its service provider, else of the static logger.
    /// </summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// A setting in <c>txaio.serilog</c> is invalid.
    /// </exception>
    public static SerilogOutput Of(ActorSystem system)
    {
        var settings = SerilogSettings.Read(system.Settings.Config);
        if (system.Settings.Setup.Get<SerilogSetup>() is { HasValue: true, Value: var setup })
            return new SerilogOutput(
                settings.Capacity, setup.Logger, setup is { DisposeLogger: true, Logger: IDisposable own } ? own.Dispose : null);
        return FromServices(system) is { } logger
            ? new SerilogOutput(settings.Capacity, logger, close: null, isFromServices: true)
            : new SerilogOutput(settings.Capacity, given: null, settings.CloseAndFlush ? Log.CloseAndFlush : null);
    }

    /// <summary>Closes the logger if the actor system owns it.</summary>
    public void Close() => _close?.Invoke();

    private static ILogger? FromServices(ActorSystem system) =>
        system.Settings.Setup.Get<DependencyResolverSetup>() is { HasValue: true, Value: var services }
            ? services.DependencyResolver.GetService<ILogger>()
            : null;
}
