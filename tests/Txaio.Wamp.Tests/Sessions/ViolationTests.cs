using System.Net.WebSockets;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>Peers that break the protocol, over real sockets. The router sends ABORT and serves others.</summary>
public sealed class ViolationTests() : RouterTestBase("wamp { message-size = 20000, hello-timeout = 60s }")
{
    private const string Joined = """[1,"realm1",{}]""";

    [Theory]
    [InlineData("not json", "no JSON")]
    [InlineData("{}", "a message must be a list")]
    [InlineData("[999]", "999 is the code of no message")]
    [InlineData("[32,1,{},\"a.b\"]", "SUBSCRIBE is not allowed before HELLO")]
    [InlineData("[48,1,{},\"a.b\"]", "CALL is not allowed before HELLO")]
    [InlineData("[6,{},\"wamp.close.close_realm\"]", "GOODBYE is not allowed before HELLO")]
    [InlineData("[5,\"\",{}]", "AUTHENTICATE is not allowed before HELLO")]
    [InlineData("[1,\"realm1\"]", "HELLO has 2 elements, too few")]
    public async Task First_message_that_is_no_hello_is_a_violation(string message, string reason)
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address);

        await peer.SendAsync(message);

        await AssertAbortAsync(peer, reason);
    }

    [Theory]
    [InlineData(Joined, "HELLO is not allowed after WELCOME")]
    [InlineData("[2,1,{}]", "WELCOME is not allowed after WELCOME")]
    [InlineData("[36,1,1,{}]", "EVENT is not allowed after WELCOME")]
    [InlineData("[68,1,1,{}]", "INVOCATION is not allowed after WELCOME")]
    [InlineData("[50,1,{}]", "RESULT is not allowed after WELCOME")]
    [InlineData("[70,5,{}]", "there was no INVOCATION 5")]
    [InlineData("[70,5,{\"progress\":true}]", "there was no INVOCATION 5")]
    [InlineData("[8,68,5,{},\"a.b\"]", "there was no INVOCATION 5")]
    [InlineData("[8,48,5,{},\"a.b\"]", "ERROR is not allowed after WELCOME")]
    [InlineData("[32,0,{},\"a.b\"]", "element 1 of SUBSCRIBE must be an id from 1 to 2^53")]
    [InlineData("[49,1,{\"mode\":\"now\"}]", "mode = now: must be skip, kill or killnowait")]
    public async Task Wrong_message_of_a_session_is_a_violation(string message, string reason)
    {
        await using var peer = await RawPeer.JoinAsync(Router.Address);

        await peer.SendAsync(message);

        await AssertAbortAsync(peer, reason);
    }

    [Fact]
    public async Task Huge_message_is_a_violation_before_it_is_whole()
    {
        await using var peer = await RawPeer.JoinAsync(Router.Address);

        var part = Enumerable.Repeat((byte)'[', 30_000).ToArray();
        await peer.SendAsync(part, WebSocketMessageType.Text, isEnd: false);

        await AssertAbortAsync(peer, "a message of more than 20000 bytes");
    }

    [Fact]
    public async Task Deep_message_is_a_violation()
    {
        await using var peer = await RawPeer.JoinAsync(Router.Address);

        await peer.SendAsync(new string('[', 9_000) + new string(']', 9_000));

        await AssertAbortAsync(peer, "no JSON, or deeper than 32");
    }

    [Fact]
    public async Task Binary_message_of_json_is_a_violation()
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address);

        await peer.SendAsync("[1,\"realm1\",{}]"u8.ToArray(), WebSocketMessageType.Binary);

        await AssertAbortAsync(peer, "wamp.2.json has messages of type Text, not Binary");
    }

    [Fact]
    public async Task Text_message_of_messagepack_is_a_violation()
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address, "wamp.2.msgpack");

        await peer.SendAsync("[1,\"realm1\",{}]");

        Assert.Contains("wamp.2.msgpack has messages of type Binary, not Text", await peer.ReceiveAsync());
    }

    [Theory]
    [InlineData("wamp.2.cbor")]
    [InlineData("chat")]
    public async Task Unknown_subprotocol_is_refused(string subprotocol) =>
        await Assert.ThrowsAsync<WebSocketException>(() => RawPeer.ConnectAsync(Router.Address, subprotocol));

    [Fact]
    public async Task Flood_of_one_peer_is_slowed_down_and_answered_and_harms_no_other()
    {
        await using var flood = await RawPeer.JoinAsync(Router.Address);
        var sending = Task.Run(async () =>
        {
            for (var i = 1; i <= 20_000; i++)
                await flood.SendAsync($"[48,{i},{{}},\"com.example.none\"]");
        });
        var answers = Task.Run(async () =>
        {
            for (var i = 1; i <= 20_000; i++)
                Assert.StartsWith($"[8,48,{i},", await flood.ReceiveAsync(), StringComparison.Ordinal);
        });

        await using var other = await RawPeer.JoinAsync(Router.Address);
        await other.SendAsync("[32,1,{},\"a.b\"]");

        Assert.StartsWith("[33,1,", await other.ReceiveAsync(), StringComparison.Ordinal);
        await Task.WhenAll(sending, answers);
    }

    private async Task AssertAbortAsync(RawPeer peer, string reason)
    {
        var abort = await peer.ReceiveAsync();
        Assert.StartsWith("[3,{\"message\":\"", abort, StringComparison.Ordinal);
        Assert.EndsWith("\"},\"wamp.error.protocol_violation\"]", abort, StringComparison.Ordinal);
        Assert.Contains(reason, abort);
        Assert.Null(await peer.ReceiveAsync());
        await using var other = await RawPeer.JoinAsync(Router.Address);
    }
}
