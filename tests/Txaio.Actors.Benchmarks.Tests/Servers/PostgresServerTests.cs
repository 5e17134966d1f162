using System.Net;
using System.Net.Sockets;
using Samples;

namespace Txaio.Actors.Benchmarks.Tests.Servers;

/// <summary>A real server of PostgreSQL; skipped where it is not installed.</summary>
public sealed class PostgresServerTests
{
    [PostgresFact]
    public void Server_listens_until_it_is_stopped_and_again_after_a_start()
    {
        using var server = Started();
        Assert.True(Listens(server));

        server.Stop();
        Assert.False(Listens(server));

        server.Start();
        Assert.True(Listens(server));
    }

    [PostgresFact]
    public void Disposal_ends_the_server_and_removes_its_folder()
    {
        var server = Started();
        Assert.True(File.Exists(Path.Combine(server.Folder, "log")));

        server.Dispose();

        Assert.False(Listens(server));
        Assert.False(Directory.Exists(server.Folder));
    }

    [PostgresFact]
    public void Disposal_of_a_stopped_server_removes_its_folder()
    {
        var server = Started();
        server.Stop();

        server.Dispose();

        Assert.False(Directory.Exists(server.Folder));
    }

    [PostgresFact]
    public void Start_of_a_server_that_runs_says_why_it_fails()
    {
        using var server = Started();

        var error = Assert.Throws<InvalidOperationException>(server.Start);

        Assert.Contains("lock file \"postmaster.pid\" already exists", error.Message, StringComparison.Ordinal);
        Assert.True(Listens(server));
    }

    private static PostgresServer Started()
    {
        Assert.True(PostgresServer.TryStart(out var server, out var why), why);
        return server;
    }

    private static bool Listens(PostgresServer server)
    {
        using var socket = new TcpClient();
        try
        {
            socket.Connect(IPAddress.Loopback, server.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
