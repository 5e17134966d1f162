using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Makes an <see cref="InlineDispatcher"/>; the configuration of the test system names this class.</summary>
internal sealed class InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() => new InlineDispatcher(this);
}
