using Akka.Configuration;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Tests.Shared.Settings;

namespace Txaio.Actors.Cluster.Tests.Configuration;

/// <summary>Every key under <c>txaio.cluster</c> with values of every kind, also of a timer that a user adds.</summary>
public sealed class AnySettingTests
{
    private static readonly Config Reference = ClusterSettings.Reference();

    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        // The keys of the plugins are those of Akka.Persistence.Sql, which reads them.
        var cluster = AnySetting.Paths("txaio.cluster", Reference.GetValue("txaio.cluster"))
            .Where(static path => !path.StartsWith("txaio.cluster.journal.", StringComparison.Ordinal)
                && !path.StartsWith("txaio.cluster.snapshot-store.", StringComparison.Ordinal)).ToList();
        var timer = cluster.Where(static path => path.Contains(".timer-defaults", StringComparison.Ordinal))
            .Select(static path => path.Replace(".timer-defaults", ".timers.expiry"));
        var named = new[] { "txaio.cluster", "txaio.cluster.timers", "txaio.cluster.timers.expiry", "txaio.cluster.store" }
            .SelectMany(AnySetting.Named);

        var (taken, refused) = AnySetting.TryAll([.. cluster, .. timer, .. named], Read);

        Assert.True(taken > 200 && refused > 2_000, $"{taken} taken, {refused} refused");
    }

    // The steps of the extension's start, without an actor system.
    private static void Read(Config config)
    {
        BrokenSubstitutions.Refuse(config, Reference);
        ClusterSettingsReader.Read(config.WithFallback(Reference));
    }
}
