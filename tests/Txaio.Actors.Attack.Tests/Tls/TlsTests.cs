using Akka.Actor;

namespace Txaio.Actors.Attack.Tests.Tls;

/// <summary>
/// Nodes with hocon/remote-tls.conf. All nodes are other processes, which trust only the test's authority.
/// </summary>
public sealed class TlsTests : IDisposable
{
    // A node with these settings accepts every certificate, so only the other node can refuse.
    private const string Careless = "ssl { suppress-validation = on, validate-certificate-hostname = off }";

    private const string NoClientCertificate =
        """
        ssl { suppress-validation = on, validate-certificate-hostname = off, require-mutual-authentication = off }
        """;

    private const string Plain = "enable-ssl = off";
    private const string Tls = "akka.ssl.tcp://";
    private const string Tcp = "akka.tcp://";
    private const string Done = "done";

    private static readonly string Hocon = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "hocon", "remote-tls.conf"));

    private readonly TestCertificates _certificates = new();
    private readonly List<AgentNode> _nodes = [];

    [Fact]
    public async Task Nodes_with_certificates_of_the_authority_use_each_other()
    {
        var (a, b) = (await Start(), await Start());

        Assert.StartsWith(Tls, a.Address, StringComparison.Ordinal);
        Assert.Equal(Done, await a.Visit(b.Address));
        Assert.Equal(Done, await b.Visit(a.Address));
    }

    [Theory]
    [InlineData(Flaw.RogueAuthority, Careless, "PartialChain")]
    [InlineData(Flaw.RogueAuthorityOfTheSameName, Careless, "NotSignatureValid")]
    [InlineData(Flaw.SelfSigned, Careless, "UntrustedRoot")]
    [InlineData(Flaw.Expired, Careless, "NotTimeValid")]
    [InlineData(Flaw.NotYetValid, Careless, "NotTimeValid")]
    [InlineData(Flaw.ForServersOnly, Careless, "NotValidForUsage")]
    [InlineData(Flaw.None, NoClientCertificate, "client did not provide a certificate")]
    [InlineData(Flaw.None, Plain, "not an SSL/TLS record")]
    public async Task Node_that_connects_is_refused(Flaw flaw, string tcp, string reason)
    {
        var (node, friend, visitor) = (await Start(), await Start(), await Start(flaw, tcp));
        var address = tcp == Plain ? node.Address.Replace(Tls, Tcp, StringComparison.Ordinal) : node.Address;

        var outcome = await visitor.Visit(address);

        // Usually the visitor's handshake ends before the refusal arrives. On a busy machine the refusal can arrive first:
        // the handshake fails, Akka ends the visitor, and its loop closes.
        Assert.Contains(
            outcome,
            new[] { nameof(AskTargetException), nameof(AskTimeoutException), nameof(LoopTerminatedException) });
        await Says(node, reason);
        await Says(node, "Rejected incoming connection");
        Assert.Equal(Done, await friend.Visit(node.Address));
    }

    [Theory]
    [InlineData(Flaw.RogueAuthority, "PartialChain")]
    [InlineData(Flaw.RogueAuthorityOfTheSameName, "NotSignatureValid")]
    [InlineData(Flaw.SelfSigned, "UntrustedRoot")]
    [InlineData(Flaw.Expired, "NotTimeValid")]
    [InlineData(Flaw.NotYetValid, "NotTimeValid")]
    [InlineData(Flaw.ForClientsOnly, "NotValidForUsage")]
    [InlineData(Flaw.AnotherHost, "Hostname validation failed")]
    public async Task Node_that_is_connected_to_is_refused_and_Akka_ends_the_connecting_one(Flaw flaw, string reason)
    {
        var (node, visited) = (await Start(), await Start(flaw, Careless));

        Assert.NotEqual(Done, await node.Visit(visited.Address));

        await Says(node, reason);
        await Says(node, "TLS handshake failed (Client side)");
        // Akka runs CoordinatedShutdown on the connecting node, as docs/messages.md says.
        await Says(node, "ended");
    }

    [Fact]
    public async Task Node_without_tls_is_told_nothing()
    {
        var (node, plain) = (await Start(), await Start(Flaw.None, Plain));

        var outcome = await node.Visit(plain.Address.Replace(Tcp, Tls, StringComparison.Ordinal));

        Assert.Contains(outcome, new[] { nameof(AskTargetException), nameof(AskTimeoutException) });
    }

    // The accepting node knows no host name that it could compare.
    [Fact]
    public async Task Node_that_connects_with_a_certificate_of_another_host_is_let_in()
    {
        var (node, visitor) = (await Start(), await Start(Flaw.AnotherHost));

        Assert.Equal(Done, await visitor.Visit(node.Address));
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _certificates.Dispose();
    }

    private static Task Says(AgentNode node, string text) =>
        node.WaitForLine(line => line.Contains(text, StringComparison.Ordinal));

    private async Task<AgentNode> Start(Flaw flaw = Flaw.None, string tcp = "")
    {
        var path = _certificates.Make(flaw).Replace('\\', '/');
        var own = $$"""
            akka.remote.dot-netty.tcp {
              ssl.certificate { path = "{{path}}", password = "{{TestCertificates.Password}}" }
              {{tcp}}
            }
            """;
        var node = await AgentNode.Start($"{Hocon}\n{own}", _certificates.Trusted);
        _nodes.Add(node);
        return node;
    }
}
