using System.Net.WebSockets;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>Clients that follow RFC 6455 and share no code with the sample.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class PlainClientTests : IDisposable
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");
    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Thousand_plain_clients_stay_connected_while_they_receive()
    {
        const int Clients = 1000;
        var ended = new List<ConnectionEnded>();
        await using var server = await StartAsync("10", ended.Add);
        var sockets = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => OpenAsync(server)));
        var receiving = sockets.Select(socket => socket.ReceiveAsync(new byte[100], _limit.Token)).ToArray();

        // Three pings for each, so that most have been pinged more than once. The timeout has room for a busy machine.
        while (await server.SnapshotAsync() is { Dropped: 0, Pongs: < 3 * Clients })
            await Task.Delay(50, _limit.Token);
        Assert.Equal(0, (await server.SnapshotAsync()).Dropped);
        await Task.WhenAll(sockets.Select(
            socket => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _limit.Token)));

        Assert.All(await Task.WhenAll(receiving), static end => Assert.Equal(WebSocketMessageType.Close, end.MessageType));
        await server.CloseConnectionsAsync();
        await server.SnapshotAsync();
        Assert.Equal(Clients, ended.Count);
        Assert.All(ended, static one => Assert.True(one is { End: ConnectionEnd.ClosedByPeer, Pongs: > 1 }, $"{one}"));
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private static Task<KeepAliveServer> StartAsync(string timeout, Action<ConnectionEnded>? ended = null) =>
        KeepAliveServer.StartAsync(
            KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "0.4", "--timeout", timeout])), AnyPort, ended);

    private async Task<ClientWebSocket> OpenAsync(KeepAliveServer server)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.Address, _limit.Token);
        return socket;
    }
}
