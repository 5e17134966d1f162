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
}
