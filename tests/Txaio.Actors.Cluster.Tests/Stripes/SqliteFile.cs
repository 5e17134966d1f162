using Microsoft.Data.Sqlite;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>An SQLite file in a temporary folder, in WAL mode, and the configuration that stores there.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-stripe-").FullName;

    public SqliteFile()
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteScalar();
    }

    public string Config =>
        $$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              connection-string = "{{ConnectionString}}"
              provider-name = "SQLite.MS"
              auto-initialize = true
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.sql"
            sql {
              class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
              connection-string = "{{ConnectionString}}"
              provider-name = "SQLite.MS"
              auto-initialize = true
            }
          }
        }
        """;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "timers.db")}";

    /// <summary>The number that a query returns.</summary>
    public long Count(string query) => (long)Execute(query)!;

    /// <summary>Runs a command, and returns the first value of its result.</summary>
    public object? Execute(string text)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
