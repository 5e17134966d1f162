using System.Net.Sockets;
using System.Net.WebSockets;
using Akka.Actor;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The server in this process, where its actors can be reached.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class ServerTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);
    private readonly TaskCompletionSource<ConnectionEnded> _ended = new();
    private KeepAliveServer _server = null!;

    public async Task InitializeAsync()
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "0.4", "--timeout", "20"]));
        _server = await KeepAliveServer.StartAsync(
            settings, new Uri("http://127.0.0.1:0"), ended => _ended.TrySetResult(ended));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task Timeout_that_was_in_the_mailbox_already_is_ignored()
    {
        using var client = await RawClient.OpenAsync(_server.Address);
        await client.AnswerAsync();
        var second = await client.PingAsync();

        // As if the pong to ping 1 had come just when its time was over.
        var actor = _server.System.ActorSelection("/user/connections/*");
        actor.Tell(new PongOverdue(1));
        actor.Tell(new PingDue(1));
        actor.Tell(new PongReceived(1));
        await client.SendAsync(RawClient.Frame(RawClient.Pong, second));

        await client.PingAsync();
        actor.Tell(new PongOverdue(3));
        Assert.Equal(ConnectionEnd.Dropped, (await _ended.Task.WaitAsync(_limit.Token)).End);
    }

    [Fact]
    public async Task Client_that_vanishes_leaves_nothing_pending()
    {
        var client = await RawClient.OpenAsync(_server.Address);
        await client.PingAsync();
        client.Dispose();

        Assert.Equal(ConnectionEnd.Lost, (await _ended.Task.WaitAsync(_limit.Token)).End);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Client_that_closes_gets_a_close_frame_and_leaves_nothing_pending()
    {
        using var client = await OpenAsync();
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _limit.Token);

        Assert.Equal(WebSocketState.Closed, client.State);
        Assert.Equal(ConnectionEnd.ClosedByPeer, (await _ended.Task.WaitAsync(_limit.Token)).End);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Failing_actor_ends_its_connection_and_leaves_nothing_pending()
    {
        using var client = await RawClient.OpenAsync(_server.Address);
        await client.PingAsync();
        _server.System.ActorSelection("/user/connections/*").Tell(Kill.Instance);

        await Assert.ThrowsAsync<SocketException>(client.EndAsync);
        Assert.Equal(ConnectionEnd.Failed, (await _ended.Task.WaitAsync(_limit.Token)).End);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Browser_gets_a_page()
    {
        using var http = new HttpClient();

        var page = await http.GetStringAsync(new UriBuilder(_server.Address) { Scheme = "http" }.Uri, _limit.Token);

        Assert.Contains("new WebSocket(", page);
    }

    private async Task AssertNothingIsLeftAsync()
    {
        var now = await _server.SnapshotAsync();
        Assert.Equal((1, 0, 0, 0), (now.Opened, now.Open, now.PendingCalls, now.AwaitedPongs));
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(_server.Address, _limit.Token);
        return socket;
    }
}
