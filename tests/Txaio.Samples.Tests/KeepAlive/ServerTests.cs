using System.Net.WebSockets;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The server in this process, where its numbers can be read.</summary>
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
