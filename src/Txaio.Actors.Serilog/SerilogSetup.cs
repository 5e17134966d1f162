using Akka.Actor.Setup;
using Serilog;

namespace Txaio.Actors.Serilog;

/// <summary>
/// Gives an actor system its own Serilog logger, which <see cref="SerilogLogger"/> then writes to instead of the one
/// from dependency injection or the static <see cref="Log.Logger"/>.
/// </summary>
/// <remarks>
/// <c>ActorSystem.Create("app", BootstrapSetup.Create().WithConfig(config).And(new SerilogSetup(logger)))</c>. It does
/// not start the logger: <c>akka.loggers</c> does. Immutable; several actor systems may share one. Not from txaio.
/// </remarks>
public sealed class SerilogSetup : Setup
{
    /// <summary>Gives <paramref name="logger"/> to the actor system.</summary>
    /// <param name="logger">The logger that writes the system's log events. Used on one thread at a time.</param>
    /// <param name="disposeLogger">
    /// Whether the end of the actor system disposes <paramref name="logger"/>, once all its events are written, so that
    /// sinks which hold events back write them too. By default the program disposes it. A logger made with
    /// <c>ForContext</c> has nothing to dispose: give the one that <c>CreateLogger</c> made.
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
