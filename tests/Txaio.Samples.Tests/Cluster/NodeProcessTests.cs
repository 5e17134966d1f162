using System.Net;
using System.Net.Sockets;
using DurableCalls.Demo;

namespace Txaio.Samples.Tests.Cluster;

/// <summary>The node processes of the demo, which run this sample's program.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-cluster-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Process_that_ends_by_itself_is_told_with_its_exit_code()
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var node = new NodeProcess(port: 1, Path.Combine(_folder.FullName, "no.conf"))
        {
            EndedByItself = ended.SetResult,
        };

        node.Start();

        // The file does not exist, so the program refuses its command line.
        Assert.Equal(2, await ended.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Process_that_is_killed_is_not_told()
    {
        var config = Path.Combine(_folder.FullName, "nodes.conf");
        File.WriteAllText(
            config, "akka { actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }");
        var isTold = false;
        var node = new NodeProcess(FreePort(), config) { EndedByItself = _ => isTold = true };

        node.Start();
        node.Kill();
        node.Dispose();

        Assert.False(isTold);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
