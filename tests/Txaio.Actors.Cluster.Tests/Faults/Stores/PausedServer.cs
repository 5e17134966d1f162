using System.Globalization;
using Npgsql;
using Samples;

namespace Txaio.Actors.Cluster.Tests.Faults.Stores;

/// <summary>
/// A server of PostgreSQL whose processes are stopped (SIGSTOP): connections stay open, and no request gets a reply.
/// Disposal lets them go on.
/// </summary>
internal sealed class PausedServer : IDisposable
{
    private readonly List<int> _processes = [];

    public PausedServer(PostgresServer server)
    {
        using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        connection.Open();
        // The first process starts the others, so it is stopped before the others are counted.
        var first = File.ReadLines(Path.Combine(server.Folder, "data", "postmaster.pid")).First();
        Stop(int.Parse(first, CultureInfo.InvariantCulture));
        using var command = new NpgsqlCommand(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            Stop(reader.GetInt32(0));
    }

    public void Dispose()
    {
        foreach (var process in _processes.AsEnumerable().Reverse())
            ProcessSignal.Send(process, "CONT");
        _processes.Clear();
    }

    private void Stop(int process)
    {
        ProcessSignal.Send(process, "STOP");
        _processes.Add(process);
    }
}
