using Akka.Dispatch;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// The dispatcher of one loop that was made while the system runs. It ends when the loop's actor has stopped, and not
/// <c>shutdown-timeout</c> later, so that loops which are made and closed in a row have no threads left.
/// </summary>
/// <param name="configurator">Has the dispatcher's settings.</param>
/// <param name="threads">Makes the threads.</param>
internal sealed class LoopDispatcher(LoopDispatcherConfigurator configurator, ExecutorServiceFactory threads)
    : Dispatcher(
        configurator,
        configurator.Config.GetString("id"),
        configurator.Config.GetInt("throughput"),
        DeadlineOf(configurator),
        threads,
        shutdownTimeout: TimeSpan.Zero)
{
    // Written by an exchange: the loops' parent and Akka's scheduler both end the dispatcher.
    private int _hasEnded;

    /// <summary>Ends the threads. Called when the loop's actor has stopped. Any thread, any number of times.</summary>
    public void End() => Shutdown();

    /// <remarks>Once: Akka's method makes new threads for later actors, and there are none.</remarks>
    protected override void Shutdown()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            base.Shutdown();
    }

    private static long? DeadlineOf(LoopDispatcherConfigurator configurator) =>
        configurator.Config.GetTimeSpan("throughput-deadline-time").Ticks is > 0 and var ticks ? ticks : null;
}
