using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The end of the server, with clients that make it hard.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class StopTests
{
    // Less than the closing handshake may take, which these clients do not need, and than Kestrel's own 30 s.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData("")]
    [InlineData("GET / HT")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgr")]
    [InlineData("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf")]
    public async Task Half_a_request_does_not_delay_the_stop(string half)
    {
        var server = await StartAsync();
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes(half));
        using var open = await RawClient.OpenAsync(server.Address);
        var started = Stopwatch.GetTimestamp();

        var stopped = server.DisposeAsync();
        Assert.Equal(RawClient.Close, (await open.FrameAsync()).Opcode);
        await open.SendAsync(RawClient.Frame(RawClient.Close, [0x03, 0xE9]));
        await open.EndAsync();
        open.Dispose();
        await stopped;

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Quick);
    }

    [Fact]
    public async Task Client_that_connects_during_the_stop_is_refused_with_503()
    {
        var server = await StartAsync();
        using var slow = await RawClient.OpenAsync(server.Address);
        var closing = server.CloseConnectionsAsync();
        var (opcode, payload) = await slow.FrameAsync();
        Assert.Equal((RawClient.Close, 0x03E9), (opcode, (payload[0] << 8) | payload[1]));

        // The server waits for the close frame of the first one.
        using var late = await RawClient.ConnectAsync(server.Address);
        var answer = await late.RequestAsync(RawClient.Request);

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.False(closing.IsCompleted);
        await slow.SendAsync(RawClient.Frame(RawClient.Close, [0x03, 0xE9]));
        await slow.EndAsync();
        slow.Dispose();
        await closing;
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Connection_that_is_told_to_close_before_it_is_open_is_closed_with_1001()
    {
        var server = await StartAsync();
        var clients = Enumerable.Range(0, 100).Select(_ => ComeAsync(server.Address)).ToList();
        // In the midst of their coming.
        while ((await server.SnapshotAsync()).Opened == 0)
        {
        }

        await server.DisposeAsync();

        var ends = await Task.WhenAll(clients);
        Assert.All(ends, static end => Assert.True(end is "close 1001" or "503" or "not connected", end));
        Assert.Contains("close 1001", ends);
    }

    // A client's way from its connection to its end.
    private static async Task<string> ComeAsync(Uri server)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(server);
            var answer = await client.RequestAsync(RawClient.Request);
            if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
                return answer.Split(' ')[1];
            try
            {
                var (opcode, payload) = await client.FrameAsync();
                await client.SendAsync(RawClient.Frame(RawClient.Close, payload));
                await client.EndAsync();
                return opcode == RawClient.Close ? $"close {(payload[0] << 8) | payload[1]}" : $"opcode {opcode}";
            }
            catch (Exception e) when (e is SocketException or EndOfStreamException)
            {
                return $"1006: {e.Message}";
            }
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException)
        {
            // The listener has closed, and with it the connections that it had not accepted.
            return "not connected";
        }
    }

    private static Task<KeepAliveServer> StartAsync() => KeepAliveServer.StartAsync(
        KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "20", "--timeout", "20"])), new Uri("http://127.0.0.1:0"));
}
