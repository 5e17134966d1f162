using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>Makes <see cref="VirtualDispatcher"/>s: name it as the <c>type</c> of a dispatcher's section.</summary>
public sealed class VirtualDispatcherConfigurator : DrivenDispatcherConfigurator
{
    private readonly VirtualDispatcher _dispatcher;

    /// <summary>Called by Akka when the dispatcher is first looked up.</summary>
    /// <exception cref="ConfigurationException">The system's scheduler is not the virtual one.</exception>
    public VirtualDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new VirtualDispatcher(this, Scheduler);

    /// <summary>The one dispatcher of this section.</summary>
    public override MessageDispatcher Dispatcher()
    {
        // Akka looks the dispatcher up for each actor: before the first of them, the system's end is watched for.
        Scheduler.WatchShutdown((ExtendedActorSystem)Prerequisites.Settings.System);
        return _dispatcher;
    }
}
