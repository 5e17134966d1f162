using Akka.Actor;
using Txaio.Actors;
using Txaio.Samples.Tests;
using Txaio.Wamp.Tests.Sessions;
using Wamp.Client;
using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Peers;

/// <summary>Unmodified Autobahn components on the router: they call, fail, publish and subscribe.</summary>
public sealed class AutobahnTests : RouterTestBase
{
    [PeerTheory("python")]
    [InlineData("asyncio", "json", "twisted", "msgpack")]
    [InlineData("twisted", "json", "asyncio", "json")]
    [InlineData("asyncio", "msgpack", "asyncio", "msgpack")]
    public Task Python_serves_python(string backend, string format, string frontend, string other) =>
        ServesAsync(backend, format, frontend, other);

    [PeerTheory("python", "js")]
    [InlineData("js", "json", "asyncio", "msgpack")]
    [InlineData("twisted", "msgpack", "js", "json")]
    public Task JavaScript_and_python_serve_each_other(string backend, string format, string frontend, string other) =>
        ServesAsync(backend, format, frontend, other);

    [PeerTheory("js")]
    [InlineData("js", "msgpack", "js", "json")]
    public Task JavaScript_serves_javascript(string backend, string format, string frontend, string other) =>
        ServesAsync(backend, format, frontend, other);

    [PeerTheory("python")]
    [InlineData("asyncio", "json")]
    [InlineData("twisted", "msgpack")]
    public Task Python_authenticates(string make, string format) => HoldsAsync(make, "member", format);

    [PeerTheory("js")]
    [InlineData("js", "json")]
    [InlineData("js", "msgpack")]
    public Task JavaScript_authenticates(string make, string format) => HoldsAsync(make, "member", format);

    [PeerTheory("python")]
    [InlineData("asyncio")]
    [InlineData("twisted")]
    public async Task Python_serves_the_client_here(string make)
    {
        await using var backend = PeerProcess.Start(make, "backend", "json", Router.Address);
        await backend.ReadyAsync();
        using var system = ActorSystem.Create("client", "akka { stdout-loglevel = OFF, loggers = [] }");
        var client = await WampClient.JoinAsync(system.Txaio(), Router.Address, "realm1", "wamp.2.msgpack");

        await system.Txaio().Loop.RunAsync(async () =>
        {
            Assert.Equal(5, (await client.Call("com.peer.add", 2, 3)).Arg<int>(0));
            var error = await Assert.ThrowsAsync<WampException>(() => client.Call("com.peer.fail").AsTask());
            Assert.Equal(("com.peer.error", 7), (error.Uri, error.Payload.Arg<int>(1)));
            Assert.Equal(Uris.GoodbyeAndOut, await client.Leave());
        });

        await backend.AssertHeldAsync();
        await system.Terminate();
    }

    private async Task ServesAsync(string backend, string format, string frontend, string other)
    {
        await using var serving = PeerProcess.Start(backend, "backend", format, Router.Address);
        await serving.ReadyAsync();
        await HoldsAsync(frontend, "frontend", other);
        await serving.AssertHeldAsync();

        Assert.All(await Router.GetStateAsync(), static realm => Assert.Equal(
            (0, 0, 0, 0L), (realm.Topics, realm.Procedures, realm.Calls, realm.Timeouts)));
    }

    private async Task HoldsAsync(string make, string mode, string format)
    {
        await using var peer = PeerProcess.Start(make, mode, format, Router.Address);
        await peer.AssertHeldAsync();
    }
}
