using Npgsql;
using Samples;

namespace Txaio.Actors.Cluster.Tests.Faults.Stores;

/// <summary>
/// The PostgreSQL server of the tests that need one, started by the first of them. The tests of the collection run one
/// after the other, and alone.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TestServer : ICollectionFixture<TestServer>, IDisposable
{
    public const string Name = "faults";

    private PostgresServer? _server;
    private int _databases;

    internal PostgresServer Server => _server ??= Started();

    public void Dispose() => _server?.Dispose();

    /// <summary>Makes a database.</summary>
    /// <returns>Its connection string.</returns>
    internal string NewDatabase()
    {
        var name = $"test{++_databases}";
        // Not from the pool: its connections may have ended with an earlier stop of the server.
        using var connection = new NpgsqlConnection($"{Server.ConnectionString};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = name }.ConnectionString;
    }

    private static PostgresServer Started()
    {
        Assert.True(PostgresServer.TryStart(out var server, out var why), why);
        return server;
    }
}
