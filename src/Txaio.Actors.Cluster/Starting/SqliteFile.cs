using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Prepares the SQLite file before Akka opens it.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// Makes the file's folder, and sets the file's write-ahead log, which stays set. Without it, each write of a
    /// stripe blocks the readers, and writes take twice as long.
    /// </summary>
    /// <exception cref="ConfigurationException">The file cannot be opened.</exception>
    public static void Prepare(string file)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
                Directory.CreateDirectory(folder);
            var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
            using var sqlite = new SqliteConnection(connection.ConnectionString);
            sqlite.Open();
            using var command = sqlite.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or SqliteException or ArgumentException)
        {
            throw new ConfigurationException(
                $"txaio.cluster.store.file = {file}: must be a file that can be opened for writing: {e.Message}", e);
        }
    }
}
