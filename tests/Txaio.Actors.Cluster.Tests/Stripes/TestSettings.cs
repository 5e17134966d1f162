using Akka.Configuration;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>The settings of a timer that changes nothing of the defaults, on Akka's default stores.</summary>
internal static class TestSettings
{
    /// <summary>The reference.conf of the package.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource(
        "Txaio.Actors.Cluster.reference.conf", typeof(StripeActor).Assembly);

    /// <summary>The settings of the timer <c>test</c>.</summary>
    public static StripeSettings Stripe { get; } = Read() with { JournalPluginId = "", SnapshotPluginId = "" };

    private static StripeSettings Read()
    {
        var timer = ConfigurationFactory.ParseString("txaio.cluster.timers.test {}");
        return StripeStart.Settings(ClusterSettingsReader.Read(timer.WithFallback(Reference)).Timers["test"]);
    }
}
