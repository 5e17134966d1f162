using Akka.Actor.Setup;
using Serilog;

namespace Txaio.Actors.Serilog;

/// <summary>
/// Gives an actor system a Serilog logger. <see cref="SerilogLogger"/> writes to that logger instead of the logger of
/// dependency injection or the static <see cref="Log.Logger"/>.
/// </summary>
/// <remarks>
/// <c>ActorSystem.Create("app", BootstrapSetup.Create().WithConfig(config).And(new SerilogSetup(logger)))</c>. To start
/// the logger, name it in <c>akka.loggers</c>. Immutable; several actor systems may share a setup. Not from txaio.
/// </remarks>
public sealed class SerilogSetup : Setup
{
    /// <summary>Gives <paramref name="logger"/> to the actor system.</summary>
    /// <param name="logger">The logger that writes the system's log events. One thread at a time uses it.</param>
    /// <param name="disposeLogger">
    /// Whether the end of the actor system disposes <paramref name="logger"/> after the last event, so that buffering
    /// sinks write their events. By default the program disposes the logger. A logger made with <c>ForContext</c>
    /// cannot be disposed: pass the logger that <c>CreateLogger</c> made.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="logger"/> is null.</exception>
    public SerilogSetup(ILogger logger, bool disposeLogger = false)
    {
        ArgumentNullException.ThrowIfNull(logger);
        Logger = logger;
        DisposeLogger = disposeLogger;
    }

    /// <summary>The logger that writes the system's log events.</summary>
    public ILogger Logger { get; }

    /// <summary>Whether the end of the actor system disposes <see cref="Logger"/>; false by default.</summary>
    public bool DisposeLogger { get; }
}
