using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using LinqToDB.Data;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// Checks the plugins of the timers that run on this node, and prepares the database of the default plugins.
/// </summary>
internal static class StoreStart
{
    /// <summary>The id of the default journal.</summary>
    public const string Journal = "txaio.cluster.journal";

    /// <summary>Checks that the plugins are known, and prepares the SQLite file, if a timer uses it.</summary>
    /// <exception cref="ConfigurationException">
    /// A plugin has no section, the database has no driver, or the file cannot be opened.
    /// </exception>
    public static void Run(ActorSystem system, ClusterSettings settings, bool isClustered)
    {
        // A node that only schedules has no part in the store.
        var hosted = settings.Timers.Values
            .Where(timer => !isClustered || ShardedStripes.IsHost(system, timer))
            .ToList();
        foreach (var timer in hosted)
        {
            Find(system, timer, "journal", timer.Journal);
            Find(system, timer, "snapshot-store", timer.SnapshotStore);
        }

        if (hosted.TrueForAll(static timer => timer.Journal != Journal))
            return;
        if (!settings.Store.IsFile)
        {
            FindDriver(settings.Store);
            return;
        }

        SqliteFile.Prepare(settings.Store.File);
        if (isClustered)
        {
            system.Log.Warning(
                "Durable timers of a cluster are stored in the SQLite file {0}: all nodes must use this very file. Set "
                + "txaio.cluster.store for a database that several machines share.",
                Path.GetFullPath(settings.Store.File));
        }
    }

    // Akka.Persistence would say so at the start of each stripe.
    private static void Find(ActorSystem system, DurableTimerSettings timer, string key, string id)
    {
        if (system.Settings.Config.HasPath(id) || Persistence.DefaultConfig().HasPath(id))
            return;
        throw new ConfigurationException(
            $"txaio.cluster.timers.{timer.Name}.{key} = {BoundedLog.OneLine(id)}: must be the id of a plugin of "
            + "Akka.Persistence; the configuration has no section of that name");
    }

    // Opens no connection: the server may start later. The message does not name the connection string, which may hold
    // a password.
    private static void FindDriver(StoreSettings store)
    {
        try
        {
            using var unopened = DataConnection.GetDataProvider(store.ProviderName, store.ConnectionString)
                ?.CreateConnection(store.ConnectionString)
                ?? throw new ArgumentException("there is no such provider");
        }
        catch (Exception e)
        {
            var reason = e.GetBaseException().Message;
            throw new ConfigurationException(
                $"txaio.cluster.store.provider-name = {BoundedLog.OneLine(store.ProviderName)}: must be a name of "
                + "LinqToDB.ProviderName, as PostgreSQL.15, whose driver is in the program and takes the connection-string: "
                + BoundedLog.OneLine(reason),
                e);
        }
    }
}
