using Akka.Actor;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.Cluster.Telemetry;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Makes the props of stripes.</summary>
internal static class StripeStart
{
    /// <summary>The props of a stripe of a timer.</summary>
    public static Props Props(DurableTimerSettings timer, TimerTelemetry telemetry, int stripe) =>
        StripeActor.Props(Settings(timer) with { Telemetry = telemetry }, stripe);

    /// <summary>A timer's settings as its stripes know them.</summary>
    public static StripeSettings Settings(DurableTimerSettings timer) => new()
    {
        Timer = timer.Name,
        Bucket = timer.Bucket,
        ClockSkew = timer.ClockSkew,
        Missed = timer.Missed,
        Window = timer.Window,
        MinBackoff = timer.Retry.MinBackoff,
        MaxBackoff = timer.Retry.MaxBackoff,
        MaxAttempts = timer.Retry.MaxAttempts,
        JournalPluginId = timer.Journal,
        SnapshotPluginId = timer.SnapshotStore,
        MaxPayload = timer.Client.CallBytes,
    };
}
