using Akka.Dispatch;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Runs everything at once on the calling thread, which Coyote controls.</summary>
internal sealed class InlineDispatcher : MessageDispatcher
{
    // Akka's scheduler would shut an unused dispatcher down on its own thread, which Coyote does not control.
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public InlineDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator) => ShutdownTimeout = Never;

    protected override void ExecuteTask(IRunnable run) => run.Run();

    protected override void Shutdown()
    {
    }
}
