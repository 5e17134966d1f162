namespace Txaio.Actors.Tests.Shared;

/// <summary>A process of the program <c>Txaio.Actors.RemoteNode</c>.</summary>
public sealed class AgentNode : NodeProcess
{
    private AgentNode(string hocon, string? trustedFile, string? stackSize)
        : base(typeof(Actors.RemoteNode.AgentActor).Assembly.Location, hocon)
    {
        if (stackSize is not null)
            Variables["DOTNET_Thread_DefaultStackSize"] = stackSize;
        if (trustedFile is null)
            return;
        Variables["SSL_CERT_FILE"] = trustedFile;
        Variables["SSL_CERT_DIR"] = Path.Combine(Path.GetDirectoryName(trustedFile)!, "no others");
    }

    /// <summary>Starts a node and waits until it listens.</summary>
    /// <param name="hocon">HOCON that overrides the configuration of all nodes.</param>
    /// <param name="trustedFile">A PEM file of certificates that the node trusts instead of the machine's.</param>
    /// <param name="stackSize">The bytes of each thread's stack in hexadecimal digits, or null for the default.</param>
    public static async Task<AgentNode> Start(
        string hocon = "", string? trustedFile = null, string? stackSize = null)
    {
        var node = new AgentNode(hocon, trustedFile, stackSize);
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
