using Txaio.Samples.Tests;
using Wamp.Client;

namespace Txaio.Wamp.Tests.Client;

/// <summary>A client whose handshake fails ends its connection. The router here never does.</summary>
public sealed class ClientHandshakeTests : IDisposable
{
    private readonly ClientSystem _clients = new();

    public void Dispose() => _clients.Dispose();

    [Theory]
    [InlineData("""[3,{"message":"none"},"wamp.error.no_such_realm"]""", "wamp.error.no_such_realm: none")]
    [InlineData("""[36,1,1,{}]""", "EVENT instead of WELCOME")]
    [InlineData("""[4,"ticket",{}]""", "CHALLENGE instead of WELCOME")]
    [InlineData("""[2,0,{}]""", "element 1 of WELCOME must be an id from 1 to 2^53")]
    [InlineData("not json", "no JSON")]
    public async Task Join_that_fails_ends_the_connection(string answer, string reason)
    {
        await using var router = await ScriptedRouter.StartAsync(answer);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            WampClient.JoinAsync(_clients.Txaio, router.Address, "realm1", "wamp.2.json"));

        Assert.StartsWith(reason, failure.Message, StringComparison.Ordinal);
        await router.EndedAsync();
    }

    [Theory]
    [InlineData("""[50,1,{}]""", "RESULT")]
    [InlineData("""[999]""", "999 is the code of no message")]
    public async Task Router_that_breaks_the_protocol_ends_the_session_and_fails_its_requests(
        string answer, string reason)
    {
        await using var router = await ScriptedRouter.StartAsync("[2,1,{}]", answer);
        var client = await WampClient.JoinAsync(_clients.Txaio, router.Address, "realm1", "wamp.2.json");

        await _clients.Txaio.Loop.RunAsync(async () =>
        {
            var subscribing = client.Subscribe("com.example.topic", static _ => { });
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => subscribing.WaitAsync(SampleProcess.Patience));
            Assert.Contains(reason, failure.Message);
            Assert.Contains(reason, await client.Closed.WaitAsync(SampleProcess.Patience));
        });

        Assert.Contains("wamp.error.protocol_violation", await router.EndedAsync());
    }
}
