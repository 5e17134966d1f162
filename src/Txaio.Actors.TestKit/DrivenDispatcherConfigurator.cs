using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>The base of the configurators of virtual time: they need its scheduler.</summary>
public abstract class DrivenDispatcherConfigurator : MessageDispatcherConfigurator
{
    private protected DrivenDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        Scheduler = prerequisites.Scheduler as VirtualScheduler ?? throw new ConfigurationException(
            $"The dispatcher {config.GetString("id")} needs virtual time, but akka.scheduler.implementation is "
            + $"{prerequisites.Scheduler.GetType().FullName}. Take all of VirtualTime.Config.");
        // Akka hands its scheduler the section akka.scheduler only; this runs before the first actor.
        Scheduler.StartAt(prerequisites.Settings.Config);
    }

    private protected VirtualScheduler Scheduler { get; }
}
