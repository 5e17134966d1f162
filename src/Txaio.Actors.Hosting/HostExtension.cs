using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Hosting.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>Prepares the actor system of a host before the first actor of the host starts.</summary>
internal sealed class HostExtension : IExtension
{
    /// <param name="system">The actor system.</param>
    public HostExtension(ActorSystem system)
    {
        // Starts the loops now, because messages of other nodes may arrive before the first actor starts.
        var loops = TxaioExtension.Get(system).Loops;
        var registry = ActorRegistry.For(system);
        registry.TryRegister<EventLoop>(system.Txaio().Loop.Ref);

        // Skips keys of unknown loops: WithTxaio's WithActors call throws for them, and the host then ends the system.
        foreach (var (key, name) in system.Settings.Setup.Get<LoopKeys>() is { HasValue: true, Value: var keys } ? keys.All : [])
        {
            if (loops.FirstOrDefault(loop => loop.Name == name) is { } loop)
                registry.TryRegister(key, loop.Ref);
        }

        if (HostEvents.Of(system) is { } events)
        {
            RefuseCircle(system);
            events.Open(system.Txaio());
        }

        LoggerCheck.Run(system);
        HostChecks.Started(system);
    }

    // Akka.Hosting's logger would write each event of the host to the host's providers a second time.
    private static void RefuseCircle(ActorSystem system)
    {
        var other = typeof(LoggerFactoryLogger).FullName!;
        if (system.Settings.Loggers.Any(name => name.Split(',')[0].Trim() == other))
        {
            throw new ConfigurationException(
                $"akka.loggers = [{other}]: must not be used with logging.AddTxaio(), because it would write the " +
                $"host's events back to the host; use {typeof(TxaioLoggerFactoryLogger)}, which does not write them");
        }
    }
}

/// <summary>Makes <see cref="HostExtension"/>; named in <c>akka.extensions</c>.</summary>
internal sealed class HostExtensionProvider : ExtensionIdProvider<HostExtension>
{
    /// <inheritdoc/>
    public override HostExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
