using System.Net.Sockets;
using System.Net.WebSockets;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The traffic that counts as a pong, by Autobahn's settings.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class TrafficTests : IAsyncDisposable
{
    private const int Pings = 4;
    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);
    private KeepAliveServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _limit.Dispose();
    }

    [Theory]
    [InlineData(12)]
    [InlineData(125)]
    public async Task Ping_has_the_size_asked_for_and_another_payload_each_time(int size)
    {
        using var client = await OpenAsync("no", "--ping-size", $"{size}");

        var first = await client.PingAsync();
        await client.SendAsync(RawClient.Frame(RawClient.Pong, first));
        var second = await client.PingAsync();

        Assert.Equal((size, size), (first.Length, second.Length));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task Client_inside_a_long_fragmented_message_is_kept_while_it_sends_pongs(string restart)
    {
        using var client = await OpenAsync(restart);
        await client.SendAsync(RawClient.Frame(RawClient.Text, new byte[10_000], final: false));
        for (var i = 0; i < Pings; i++)
        {
            await client.AnswerAsync();
            await client.SendAsync(RawClient.Frame(RawClient.Continuation, new byte[10_000], final: false));
        }

        await client.PingAsync();
    }

    [Fact]
    public async Task Client_that_sends_a_long_message_is_kept_without_pongs_when_any_traffic_counts()
    {
        using var client = await OpenAsync("yes");
        // One frame of a gigabyte: not even a pong can come between its bytes.
        await client.SendAsync(new byte[] { 0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4 });
        for (var i = 0; i < Pings; i++)
        {
            await client.PingAsync();
            await client.SendAsync(new byte[1]);
        }

        await client.PingAsync();
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("yes", false)]
    [InlineData("no", true)]
    public async Task Client_that_only_sends_pings_gets_its_pongs_and_is_kept(string restart, bool answers)
    {
        using var client = await OpenAsync(restart);
        for (var i = 0; i < Pings; i++)
        {
            var ping = await client.PingAsync();
            if (answers)
                await client.SendAsync(RawClient.Frame(RawClient.Pong, ping));
            await client.SendAsync(RawClient.Frame(RawClient.Ping, [(byte)i, 7]));
            var (opcode, payload) = await client.FrameAsync();
            Assert.Equal(RawClient.Pong, opcode);
            Assert.Equal([(byte)i, 7], payload);
        }

        await client.PingAsync();
    }

    public static TheoryData<string, byte[]> NoPongs => new()
    {
        { "text", RawClient.Frame(RawClient.Text, "I live"u8) },
        { "part of a message", RawClient.Frame(RawClient.Text, "I"u8, final: false) },
        { "ping", RawClient.Frame(RawClient.Ping, "are you there?"u8) },
        { "pong with another payload", RawClient.Frame(RawClient.Pong, "0123456789AB"u8) },
        { "pong with no payload", RawClient.Frame(RawClient.Pong, []) },
    };

    [Theory]
    [MemberData(nameof(NoPongs))]
    public async Task Only_the_pong_counts_when_traffic_does_not(string what, byte[] bytes)
    {
        using var client = await OpenAsync("no");
        await client.PingAsync();

        await client.SendAsync(bytes);

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                Assert.True((await client.FrameAsync()).Opcode != RawClient.Ping, $"{what} counted as an answer");
        });
    }

    [Fact]
    public async Task Pong_of_an_earlier_ping_does_not_count()
    {
        using var client = await OpenAsync("no");
        var first = await client.PingAsync();
        await client.SendAsync(RawClient.Frame(RawClient.Pong, first));
        await client.PingAsync();

        await client.SendAsync(RawClient.Frame(RawClient.Pong, first));

        await Assert.ThrowsAsync<SocketException>(client.EndAsync);
    }

    [Fact]
    public async Task Pong_in_single_bytes_counts_as_the_pong()
    {
        var ended = new TaskCompletionSource<ConnectionEnded>();
        using var client = await OpenAsync("yes", ended.SetResult);
        foreach (var one in RawClient.Frame(RawClient.Pong, await client.PingAsync()))
            await client.SendAsync(new[] { one });
        await client.PingAsync();
        await client.SendAsync(RawClient.Frame(RawClient.Close, []));

        await client.ClosedAsync();
        client.Dispose();
        Assert.Equal(1, (await ended.Task.WaitAsync(_limit.Token)).Pongs);
    }

    [Fact]
    public async Task Plain_client_inside_a_long_message_is_kept_and_one_that_does_not_receive_is_dropped()
    {
        _server = await StartAsync("no");
        using var living = new ClientWebSocket();
        using var silent = new ClientWebSocket();
        await living.ConnectAsync(_server.Address, _limit.Token);
        await silent.ConnectAsync(_server.Address, _limit.Token);
        var receiving = living.ReceiveAsync(new byte[1], _limit.Token);

        // Both send; one of them receives, and so replies to pings.
        while (await _server.SnapshotAsync() is { Pongs: < Pings } or { Dropped: 0 })
        {
            await living.SendAsync(new byte[1000], WebSocketMessageType.Binary, endOfMessage: false, _limit.Token);
            if (silent.State == WebSocketState.Open)
                await Record.ExceptionAsync(() => silent.SendAsync(new byte[1], WebSocketMessageType.Binary, true, _limit.Token));
            await Task.Delay(20, _limit.Token);
        }

        var now = await _server.SnapshotAsync();
        Assert.Equal((1, 1), (now.Dropped, now.Open));
        await living.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _limit.Token);
        Assert.Equal(WebSocketMessageType.Close, (await receiving).MessageType);
    }

    private static Task<KeepAliveServer> StartAsync(
        string restart, Action<ConnectionEnded>? ended = null, params string[] more) =>
        KeepAliveServer.StartAsync(
            KeepAliveSettings.Read(OptionsParser.Parse(
                ["--ping", "0.4", "--timeout", "1", "--restart-on-any-traffic", restart, .. more])),
            new Uri("http://127.0.0.1:0"),
            ended);

    private Task<RawClient> OpenAsync(string restart, params string[] more) => OpenAsync(restart, null, more);

    private async Task<RawClient> OpenAsync(string restart, Action<ConnectionEnded>? ended, params string[] more)
    {
        _server = await StartAsync(restart, ended, more);
        return await RawClient.OpenAsync(_server.Address);
    }
}
