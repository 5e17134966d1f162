using Akka.Dispatch;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Runs everything at once on the calling thread, which Coyote controls.</summary>
internal sealed class InlineDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => run.Run();

    protected override void Shutdown()
    {
    }
}
