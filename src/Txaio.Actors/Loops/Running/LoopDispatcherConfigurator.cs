using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.Loops.Running;

/// <summary>Makes one <see cref="LoopDispatcher"/>, which is not in Akka's registry of dispatchers.</summary>
internal sealed class LoopDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly LoopDispatcher _dispatcher;

    /// <param name="config">The whole section of the dispatcher, with its id.</param>
    /// <param name="prerequisites">The prerequisites of the actor system's dispatchers.</param>
    public LoopDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new LoopDispatcher(this, ConfigureExecutor());

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
