using System.Net.Sockets;
using System.Net.WebSockets;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The server alone, with a client of another make.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class ListenTests
{
    [Fact]
    public async Task Client_is_pinged_and_dropped_when_silent_and_closed_when_the_server_stops()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = SampleProcess.Start(
            "KeepAlive", "--listen", "http://127.0.0.1:0", "--ping", "0.4", "--timeout", "1.5");
        var first = await server.LineAsync("listening on ");
        var address = new Uri(first.Split("listening on ")[1].Split(',')[0]);
        using var limit = new CancellationTokenSource(SampleProcess.Patience);

        using var silent = await RawClient.OpenAsync(address);
        await server.LineAsync("raw opened");
        await silent.AnswerAsync();
        await silent.PingAsync();
        await silent.SendAsync(RawClient.Frame(RawClient.Text, "whatever comes is life"u8));
        await silent.PingAsync();
        await Assert.ThrowsAsync<SocketException>(silent.EndAsync);
        await server.LineAsync("raw dropped: no answer to ping 3 within 1.5 s");

        using var living = await OpenAsync(address, limit.Token);
        await server.LineAsync("client-1 opened");
        server.Interrupt();
        await ReceiveUntilClosedAsync(living, limit.Token);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, living.CloseStatus);
        Assert.Equal("the server stops", living.CloseStatusDescription);
        await living.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);

        await server.LineAsync("client-1 ended: ClosedByServer");
        await server.LineAsync("stopped after 2 connections, 1 of them dropped; 0 calls pending");
        var result = await server.EndAsync();
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Address_in_use_is_one_line_and_exit_code_2()
    {
        await using var server = SampleProcess.Start("KeepAlive", "--listen", "http://127.0.0.1:0");
        var first = await server.LineAsync("listening on ");
        var address = first.Split("listening on ws:")[1].Split(',')[0];

        var second = await SampleProcess.RunAsync("KeepAlive", "--listen", $"http:{address}");

        Assert.Equal(2, second.ExitCode);
        Assert.StartsWith($"KeepAlive: cannot listen on http:{address}: ", second.Error, StringComparison.Ordinal);
        Assert.Single(second.Error.TrimEnd().Split('\n'));
    }

    private static async Task<ClientWebSocket> OpenAsync(Uri address, CancellationToken limit)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, limit);
        return socket;
    }

    private static async Task ReceiveUntilClosedAsync(WebSocket socket, CancellationToken limit)
    {
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(new byte[100], limit);
    }
}
