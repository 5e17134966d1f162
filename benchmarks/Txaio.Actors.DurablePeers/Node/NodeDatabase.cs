using Npgsql;

namespace Txaio.Actors.DurablePeers.Node;

/// <summary>The database of one cluster.</summary>
internal static class NodeDatabase
{
    /// <summary>Creates the database that the connection string names, where it is missing.</summary>
    public static async Task CreateAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var server = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ToString());
        await server.OpenAsync();
        try
        {
            await using var create = new NpgsqlCommand($"create database {name}", server);
            await create.ExecuteNonQueryAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // Another node has created it.
        }
    }
}
