using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>What the configurators of virtual time share: they need its scheduler.</summary>
public abstract class DrivenDispatcherConfigurator : MessageDispatcherConfigurator
{
    private protected DrivenDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        Scheduler = prerequisites.Scheduler as VirtualScheduler ?? throw new ConfigurationException(
            $"The dispatcher {config.GetString("id")} needs virtual time, but akka.scheduler.implementation is "
            + $"{prerequisites.Scheduler.GetType().FullName}. Take all of VirtualTime.Config.");
        // Akka's scheduler sees its own section only; this comes before the first actor.
        Scheduler.StartAt(prerequisites.Settings.Config);
    }

    private protected VirtualScheduler Scheduler { get; }
}
