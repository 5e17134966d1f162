using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit;

/// <summary>
/// Makes the <see cref="AwaitedDispatcher"/> of a dispatcher's section that has this class as its <c>type</c>.
/// </summary>
public sealed class AwaitedDispatcherConfigurator : DrivenDispatcherConfigurator
{
    private readonly AwaitedDispatcher _dispatcher;

    /// <summary>Called by Akka at the first lookup of the dispatcher.</summary>
    /// <exception cref="ConfigurationException">The system's scheduler is not the virtual one.</exception>
    /// <exception cref="InvalidOperationException">The section is empty.</exception>
    public AwaitedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new AwaitedDispatcher(this, Scheduler);

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _dispatcher;
}
