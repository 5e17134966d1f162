using Akka.Actor;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Telemetry;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Makes the props of stripes.</summary>
internal static class StripeStart
{
    public static Props Props(DurableTimerSettings settings, TimerTelemetry telemetry, int stripe) =>
        throw new NotSupportedException($"{settings.Name} {telemetry.Pending} {stripe}");
}
