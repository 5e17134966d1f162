using Akka.Dispatch;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// The dispatcher of one loop that was made while the system runs. Its threads end when the loop's actor has stopped.
/// Akka's dispatcher keeps its threads for <c>shutdown-timeout</c>: a program that makes and closes many loops would
/// collect threads.
/// </summary>
/// <param name="configurator">The configurator with the dispatcher's settings.</param>
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
    // Written by an interlocked exchange: the loops' parent and the scheduler may both end the dispatcher.
    private int _hasEnded;

    /// <summary>Ends the threads. Called when the loop's actor has stopped. Any thread, any number of times.</summary>
    public void End() => Shutdown();

    /// <remarks>Runs once: Akka's method makes new threads for later actors, and no later actor comes.</remarks>
    protected override void Shutdown()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            base.Shutdown();
    }

    private static long? DeadlineOf(LoopDispatcherConfigurator configurator) =>
        configurator.Config.GetTimeSpan("throughput-deadline-time").Ticks is > 0 and var ticks ? ticks : null;
}
