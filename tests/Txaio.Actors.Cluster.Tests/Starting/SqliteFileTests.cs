using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Txaio.Actors.Cluster.Starting;

namespace Txaio.Actors.Cluster.Tests.Starting;

public sealed class SqliteFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Prepare_makes_the_folder_and_a_file_with_a_write_ahead_log()
    {
        var file = Path.Combine(_folder, "a", "b", "timers.db");
        SqliteFile.Prepare(file);
        SqliteFile.Prepare(file);

        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
    }

    [Fact]
    public void Prepare_of_a_file_that_cannot_be_opened_names_the_setting()
    {
        var cause = Assert.Throws<ConfigurationException>(() => SqliteFile.Prepare(_folder));
        Assert.StartsWith($"txaio.cluster.store.file = {_folder}: must be", cause.Message, StringComparison.Ordinal);
    }
}
