using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Hosting.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>Prepares the actor system of a host when it is made, before its first actor starts.</summary>
internal sealed class HostExtension : IExtension
{
    /// <param name="system">The actor system.</param>
    public HostExtension(ActorSystem system)
    {
        // With the system itself, because messages of other nodes may come before the first actor starts.
        var loops = TxaioExtension.Get(system).Loops;
        var registry = ActorRegistry.For(system);
        registry.TryRegister<EventLoop>(system.Txaio().Loop.Ref);

        // A mistake among the keys is told when actors start: the host ends the system then.
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
        LoopChecks.Started(system);
    }

    // Its events would be with every provider of the host twice.
    private static void RefuseCircle(ActorSystem system)
    {
        var other = typeof(LoggerFactoryLogger).FullName!;
        if (system.Settings.Loggers.Any(name => name.Split(',')[0].Trim() == other))
        {
            throw new ConfigurationException(
                $"akka.loggers = [{other}]: must not write to the host what logging.AddTxaio() publishes here from the " +
                $"host; take {typeof(TxaioLoggerFactoryLogger)}, which leaves that out");
        }
    }
}

/// <summary>Makes <see cref="HostExtension"/>; named in <c>akka.extensions</c>.</summary>
internal sealed class HostExtensionProvider : ExtensionIdProvider<HostExtension>
{
    /// <inheritdoc/>
    public override HostExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
