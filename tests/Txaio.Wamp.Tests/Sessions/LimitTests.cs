using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>Peers that stay silent, and more peers than the router accepts. In real time, with wide margins.</summary>
public sealed class LimitTests() : RouterTestBase(
    """
    wamp {
      hello-timeout = 2s
      close-timeout = 300ms
      ping-interval = 300ms
      ping-timeout = 2s
      max-sessions = 20
    }
    """)
{
    [Fact]
    public async Task Peer_without_a_hello_is_aborted()
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address);

        Assert.Contains("the handshake took too long", await peer.ReceiveAsync());
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Peer_without_an_authenticate_is_aborted()
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address);
        await peer.SendAsync("""[1,"com.example.members",{"authmethods":["ticket"],"authid":"joe"}]""");

        Assert.StartsWith("[4,\"ticket\",", await peer.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("the handshake took too long", await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Peer_that_answers_pings_stays_and_one_that_does_not_is_dropped()
    {
        await using var living = await RawPeer.JoinAsync(Router.Address);
        await using var silent = await RawPeer.JoinAsync(Router.Address);
        // .NET's client answers pings only while it receives.
        var event1 = living.ReceiveAsync();
        Assert.Equal(2, await Router.CountSessionsAsync());

        while (await Router.CountSessionsAsync() > 1)
            await Task.Delay(50);

        Assert.False(event1.IsCompleted);
        Assert.Null(await silent.ReceiveAsync());
    }

    [Fact]
    public async Task Peer_over_the_limit_of_sessions_is_refused()
    {
        var peers = new List<RawPeer>();
        for (var i = 0; i < 20; i++)
            peers.Add(await RawPeer.JoinAsync(Router.Address));

        await Assert.ThrowsAnyAsync<Exception>(() => RawPeer.JoinAsync(Router.Address));

        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task Shutdown_says_goodbye_and_does_not_wait_for_silent_peers()
    {
        await using var peer = await RawPeer.JoinAsync(Router.Address);
        await using var unjoined = await RawPeer.ConnectAsync(Router.Address);

        var closing = Router.CloseSessionsAsync();

        Assert.Equal($"[6,{{}},\"{Uris.SystemShutdown}\"]", await peer.ReceiveAsync());
        Assert.EndsWith($"\"{Uris.SystemShutdown}\"]", await unjoined.ReceiveAsync(), StringComparison.Ordinal);
        // Neither peer answers GOODBYE.
        await closing;
        Assert.Equal(0, await Router.CountSessionsAsync());
    }
}
