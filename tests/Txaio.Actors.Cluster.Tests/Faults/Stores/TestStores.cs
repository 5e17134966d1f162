using Npgsql;

namespace Txaio.Actors.Cluster.Tests.Faults.Stores;

/// <summary>The HOCON of stores.</summary>
internal static class TestStores
{
    /// <summary>An SQLite file in a folder.</summary>
    public static string Sqlite(string folder) =>
        $"txaio.cluster.store.file = \"{Path.Combine(folder, "timers.db").Replace('\\', '/')}\"";

    /// <summary>A database of PostgreSQL, directly or through a proxy.</summary>
    public static string Postgres(string connectionString, int? port = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        connection.Port = port ?? connection.Port;
        return $$"""
            txaio.cluster.store {
              provider-name = "PostgreSQL.15"
              connection-string = "{{connection.ConnectionString}}"
            }
            """;
    }
}
