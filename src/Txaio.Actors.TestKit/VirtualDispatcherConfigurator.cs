using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// Makes the <see cref="VirtualDispatcher"/> of a dispatcher's section that has this class as its <c>type</c>.
/// </summary>
public sealed class VirtualDispatcherConfigurator : DrivenDispatcherConfigurator
{
    private readonly VirtualDispatcher _dispatcher;

    /// <summary>Called by Akka at the first lookup of the dispatcher.</summary>
    /// <exception cref="ConfigurationException">The system's scheduler is not the virtual one.</exception>
    /// <exception cref="InvalidOperationException">The section is empty.</exception>
    public VirtualDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new VirtualDispatcher(this, Scheduler);

    /// <summary>Returns the section's dispatcher, the same object each time.</summary>
    public override MessageDispatcher Dispatcher()
    {
        // Akka calls this for each actor, so the end of the system is watched before the first actor starts.
        Scheduler.WatchShutdown((ExtendedActorSystem)Prerequisites.Settings.System);
        return _dispatcher;
    }
}
