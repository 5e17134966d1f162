using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster.Configuration;

namespace Txaio.Actors.Cluster.Tests.Configuration;

public sealed class ClusterSettingsLoaderTests
{
    [Theory]
    [InlineData("", "SQLite.MS", "Data Source=txaio-durable-timers.db")]
    [InlineData("store.file = \"a;b.db\"", "SQLite.MS", "Data Source=\"a;b.db\"")]
    [InlineData(
        "store { provider-name = PostgreSQL.15, connection-string = \"Host=db;x={$}\" }",
        "PostgreSQL.15",
        "Host=db;x={$}")]
    [InlineData("journal.connection-string = own, snapshot-store.connection-string = own", "SQLite.MS", "own")]
    public async Task Plugins_have_the_database_of_the_store(string cluster, string provider, string connection)
    {
        var config = await Load($"txaio.cluster {{ {cluster} }}");
        foreach (var plugin in new[] { "journal", "snapshot-store" })
        {
            Assert.Equal(provider, config.GetString($"txaio.cluster.{plugin}.provider-name"));
            Assert.Equal(connection, config.GetString($"txaio.cluster.{plugin}.connection-string"));
            Assert.Equal($"txaio.cluster.{plugin}", config.GetString($"txaio.cluster.{plugin}.plugin-id"));
        }
    }

    [Fact]
    public async Task Call_larger_than_a_frame_is_refused_at_the_start()
    {
        var cause = await Assert.ThrowsAsync<ConfigurationException>(() => Run(
            """
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { port = 0, hostname = 127.0.0.1 }
            txaio.cluster.timers.expiry { call-kilobytes = 113, journal = akka.persistence.journal.inmem }
            """,
            static system =>
            {
                system.TxaioCluster();
                return system.Settings.Config;
            }));
        Assert.Equal(
            "txaio.cluster.timers.expiry.call-kilobytes = 113: must be 112 or less, because maximum-frame-size of the "
            + "remote transport is 128000 bytes",
            cause.Message);
    }

    private static Task<Config> Load(string config) => Run(
        config,
        static system =>
        {
            TxaioExtension.Get(system);
            ClusterSettingsLoader.Load(system);
            return system.Settings.Config;
        });

    private static async Task<Config> Run(string config, Func<ExtendedActorSystem, Config> use)
    {
        var system = ActorSystem.Create(
            "loader",
            $$"""
            akka { loglevel = OFF, stdout-loglevel = OFF }
            akka.coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
            {{config}}
            """);
        try
        {
            return use((ExtendedActorSystem)system);
        }
        finally
        {
            await system.Terminate();
        }
    }
}
