using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>Makes <see cref="AwaitedDispatcher"/>s: name it as the <c>type</c> of a dispatcher's section.</summary>
public sealed class AwaitedDispatcherConfigurator : DrivenDispatcherConfigurator
{
    private readonly AwaitedDispatcher _dispatcher;

    /// <summary>Called by Akka when the dispatcher is first looked up.</summary>
    /// <exception cref="ConfigurationException">The system's scheduler is not the virtual one.</exception>
    public AwaitedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new AwaitedDispatcher(this, Scheduler);

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _dispatcher;
}
