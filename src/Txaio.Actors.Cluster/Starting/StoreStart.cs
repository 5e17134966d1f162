using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Configuration;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Prepares the database of the default plugins.</summary>
internal static class StoreStart
{
    /// <summary>The id of the default journal.</summary>
    public const string Journal = "txaio.cluster.journal";

    /// <summary>Prepares the SQLite file, if a timer uses it.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">The file cannot be opened.</exception>
    public static void Run(ActorSystem system, ClusterSettings settings, bool isClustered)
    {
        if (!settings.Store.IsFile || settings.Timers.Values.All(static timer => timer.Journal != Journal))
            return;
        SqliteFile.Prepare(settings.Store.File);
        if (isClustered)
        {
            system.Log.Warning(
                "Durable timers of a cluster are stored in the SQLite file {0}: all nodes must use this very file. Set "
                + "txaio.cluster.store for a database that several machines share.",
                Path.GetFullPath(settings.Store.File));
        }
    }
}
