using Akka.Actor;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Telemetry;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>What the parts of one timer on this node share.</summary>
/// <param name="System">The actor system.</param>
/// <param name="Settings">The timer's settings.</param>
/// <param name="Stripes">Takes messages to all stripes: a shard region, or the local stripes.</param>
/// <param name="Telemetry">The timer's instruments.</param>
internal sealed record TimerHost(
    ExtendedActorSystem System, DurableTimerSettings Settings, IActorRef Stripes, TimerTelemetry Telemetry)
{
    /// <summary>txaio on the default loop.</summary>
    public ITxaio Txaio => System.Txaio();

    /// <summary>The scheduler's monotonic clock.</summary>
    public TimeSpan Now => System.Scheduler.MonotonicClock;

    /// <summary>
    /// Runs an action when the callers whose futures have been completed have had their turn: on Akka's default
    /// dispatcher, behind the default loop's callbacks and the continuations that these have queued.
    /// </summary>
    public void AfterCallers(Action action)
    {
        try
        {
            Txaio.Loop.CallSoon(() => System.Dispatchers.DefaultGlobalDispatcher.Schedule(action));
        }
        catch (Exception)
        {
            // The default loop has ended or is full.
            action();
        }
    }
}
