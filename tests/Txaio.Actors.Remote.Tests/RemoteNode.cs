namespace Txaio.Actors.Remote.Tests;

/// <summary>A process of the program <c>Txaio.Actors.RemoteNode</c>.</summary>
public sealed class RemoteNode : NodeProcess
{
    private RemoteNode(string hocon, string? trustedFile)
        : base(typeof(Actors.RemoteNode.AgentActor).Assembly.Location, hocon)
    {
        if (trustedFile is null)
            return;
        Variables["SSL_CERT_FILE"] = trustedFile;
        Variables["SSL_CERT_DIR"] = Path.Combine(Path.GetDirectoryName(trustedFile)!, "no others");
    }

    /// <summary>Starts a node and waits until it listens.</summary>
    /// <param name="hocon">HOCON that overrides the configuration of all nodes.</param>
    /// <param name="trustedFile">A PEM file of certificates that the node trusts instead of the machine's.</param>
    public static async Task<RemoteNode> Start(string hocon = "", string? trustedFile = null)
    {
        var node = new RemoteNode(hocon, trustedFile);
        try
        {
            await node.Begin();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Makes the node use the agent, a promise and the loop of another node.</summary>
    /// <param name="address">The address of the other node.</param>
    /// <returns><c>done</c>, or the type of the failure.</returns>
    public async Task<string> Visit(string address)
    {
        var start = $"visited {address}: ";
        await Tell(address);
        return (await WaitForLine(line => line.StartsWith(start, StringComparison.Ordinal)))[start.Length..];
    }
}
