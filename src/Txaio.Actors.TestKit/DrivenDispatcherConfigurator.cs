using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>The base of the configurators of virtual time's dispatchers. They need the virtual scheduler.</summary>
public abstract class DrivenDispatcherConfigurator : MessageDispatcherConfigurator
{
    private protected DrivenDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(Checked(config, nameof(config)), Checked(prerequisites, nameof(prerequisites)))
    {
        Scheduler = prerequisites.Scheduler as VirtualScheduler ?? throw new ConfigurationException(
            $"The dispatcher {config.GetString("id")} needs virtual time, but akka.scheduler.implementation is "
            + $"{prerequisites.Scheduler.GetType().FullName}. Use all of VirtualTime.Config.");
        // Here, before the first actor: Akka passes only the section akka.scheduler to the scheduler.
        Scheduler.StartAt(prerequisites.Settings.Config);
    }

    private protected VirtualScheduler Scheduler { get; }

    private static T Checked<T>(T argument, string name)
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        return argument;
    }
}
