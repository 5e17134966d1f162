using Akka.Configuration;
using Txaio.Actors.Cluster.LogLevels;

namespace Txaio.Actors.Cluster.Configuration;

/// <summary>The settings under <c>txaio.cluster</c>, read and checked once.</summary>
/// <param name="Dispatcher">The id of the dispatcher of the package's actors.</param>
/// <param name="LogLevel">Of which nodes the log level is set.</param>
/// <param name="Timers">The durable timers by name.</param>
/// <param name="Store">The database.</param>
internal sealed record ClusterSettings(
    string Dispatcher,
    LogLevelScope LogLevel,
    IReadOnlyDictionary<string, DurableTimerSettings> Timers,
    StoreSettings Store)
{
    /// <summary>The defaults of every setting: the embedded <c>reference.conf</c>.</summary>
    public static Config Reference() =>
        ConfigurationFactory.FromResource<ClusterSettings>("Txaio.Actors.Cluster.reference.conf");
}

/// <summary>The database of the default journal and snapshot store.</summary>
/// <param name="File">The SQLite file.</param>
/// <param name="ProviderName">A name of <c>LinqToDB.ProviderName</c>.</param>
/// <param name="ConnectionString">Empty: made from <paramref name="File"/>.</param>
internal sealed record StoreSettings(string File, string ProviderName, string ConnectionString)
{
    /// <summary>The provider of an SQLite file.</summary>
    public const string Sqlite = "SQLite.MS";

    /// <summary>Whether the database is the SQLite file.</summary>
    public bool IsFile => ProviderName == Sqlite && ConnectionString.Length == 0;
}
