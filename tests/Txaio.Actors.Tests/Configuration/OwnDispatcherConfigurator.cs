using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>A dispatcher type of a user, which makes pinned dispatchers.</summary>
public sealed class OwnDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    private readonly MessageDispatcher _pinned = Pinned(config, prerequisites);

    public override MessageDispatcher Dispatcher() => _pinned;

    private static MessageDispatcher Pinned(Config config, IDispatcherPrerequisites prerequisites)
    {
        var single = ConfigurationFactory.ParseString(
            "executor = fork-join-executor, dedicated-thread-pool { thread-count = 1 }");
        return new DispatcherConfigurator(single.WithFallback(config), prerequisites).Dispatcher();
    }
}
