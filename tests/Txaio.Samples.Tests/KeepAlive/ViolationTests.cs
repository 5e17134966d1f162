using System.Text;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>A client that breaks the protocol reads a close frame that says so, and then the end: no reset.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class ViolationTests : IAsyncLifetime
{
    private readonly List<ConnectionEnded> _ended = [];
    private KeepAliveServer _server = null!;

    public static TheoryData<string, string, int> Violations => new()
    {
        { "a frame that is not masked", "81 02 68 69", 1002 },
        { "a ping that is not masked", "89 00", 1002 },
        { "opcode 3", "83 80 00 00 00 00", 1002 },
        { "opcode 11", "8B 80 00 00 00 00", 1002 },
        { "opcode 15, and nothing behind it", "8F", 1002 },
        { "reserved bit 1", "C1 80 00 00 00 00", 1002 },
        { "reserved bit 2", "A1 80 00 00 00 00", 1002 },
        { "reserved bit 3 of a ping", "99 80 00 00 00 00", 1002 },
        { "a ping of 126 bytes", Frame(9, 126), 1002 },
        { "a pong of 70,000 bytes", Frame(10, 70_000), 1002 },
        { "the header of a ping of 126 bytes", "89 FE 00 7E", 1002 },
        { "a fragmented ping", "09 80 00 00 00 00", 1002 },
        { "a fragmented close frame", "08 80 00 00 00 00", 1002 },
        { "a continuation without a start", "80 80 00 00 00 00", 1002 },
        { "a continuation of a whole message", "81 80 00 00 00 00 80 80 00 00 00 00", 1002 },
        { "a message inside another", "01 80 00 00 00 00 81 80 00 00 00 00", 1002 },
        { "a length of 64 bits", "82 FF FF FF FF FF FF FF FF FF", 1002 },
        { "a short length in 16 bits", "82 FE 00 05 00 00 00 00", 1002 },
        { "a short length in 64 bits", "82 FF 00 00 00 00 00 00 00 05 00 00 00 00", 1002 },
        { "half a close code", "88 81 00 00 00 00 03", 1002 },
        { "close code 999", "88 82 00 00 00 00 03 E7", 1002 },
        { "close code 1005", "88 82 00 00 00 00 03 ED", 1002 },
        { "close code 5000", "88 82 00 00 00 00 13 88", 1002 },
        { "a close reason that is not UTF-8", "88 84 00 00 00 00 03 E8 C3 28", 1007 },
        { "a text that is not UTF-8", Text("C3 28"), 1007 },
        { "a text with a surrogate", Text("ED A0 80"), 1007 },
        { "a text that ends in a character", Text("68 C3"), 1007 },
        { "a text of two parts with half a character", "01 81 00 00 00 00 C3 80 81 00 00 00 00 28", 1007 },
    };

    public async Task InitializeAsync() => _server = await KeepAliveServer.StartAsync(
        KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "20", "--timeout", "20"])),
        new Uri("http://127.0.0.1:0"),
        _ended.Add);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Violation_is_closed_with_its_code(string violation, string bytes, int code)
    {
        using var client = await RawClient.OpenAsync(_server.Address);

        await client.SendAsync(Bytes(bytes));

        Assert.True(await client.ClosedAsync() == code, violation);
        client.Dispose();
        await AssertRefusedAsync(1);
    }

    [Fact]
    public async Task Violation_in_single_bytes_is_closed_with_its_code()
    {
        var clients = 0;
        foreach (var row in Violations)
        {
            using var client = await RawClient.OpenAsync(_server.Address);
            var closed = client.ClosedAsync();
            foreach (var one in Bytes((string)row[1]).Take(200))
                await client.SendAsync(new[] { one });

            Assert.True(await closed == (int)row[2], (string)row[0]);
            clients++;
        }

        await AssertRefusedAsync(clients);
    }

    [Fact]
    public async Task Client_that_continues_to_send_still_reads_the_close_frame()
    {
        using var client = await RawClient.OpenAsync(_server.Address);
        var closed = client.ClosedAsync();

        await client.SendAsync(Bytes("83 80 00 00 00 00"));
        for (var i = 0; i < 100; i++)
            await client.SendAsync(new byte[100_000]);

        Assert.Equal(1002, await closed);
        client.Dispose();
        await AssertRefusedAsync(1);
    }

    [Fact]
    public async Task Client_that_sends_after_its_close_frame_still_reads_the_reply()
    {
        using var client = await RawClient.OpenAsync(_server.Address);
        var closed = client.ClosedAsync();

        await client.SendAsync(RawClient.Frame(RawClient.Close, [0x03, 0xE8]));
        for (var i = 0; i < 100; i++)
            await client.SendAsync(new byte[100_000]);

        Assert.Equal(1000, await closed);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", "426 ")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "short", "400 ")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j", "400 ")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X-None: 1", "400 ")]
    [InlineData("Sec-WebSocket-Version: 13", "X-None: 1", "426 ")]
    [InlineData("Connection: Upgrade", "Connection: keep-alive", "400 ")]
    [InlineData("Upgrade: websocket", "Upgrade: websockets", "400 ")]
    [InlineData("GET /", "POST /", "400 ")]
    public async Task Invalid_handshake_is_refused(string right, string wrong, string status)
    {
        using var client = await RawClient.ConnectAsync(_server.Address);

        var answer = await client.RequestAsync(RawClient.Request.Replace(right, wrong, StringComparison.Ordinal));

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", answer);
    }

    [Theory]
    [InlineData("Connection: Upgrade", "Connection: keep-alive, Upgrade")]
    [InlineData("Upgrade: websocket", "Upgrade: other, WebSocket")]
    [InlineData("Upgrade: websocket", "Upgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate")]
    public async Task Handshake_in_another_form_is_accepted(string usual, string other)
    {
        using var client = await RawClient.ConnectAsync(_server.Address);

        var answer = await client.RequestAsync(RawClient.Request.Replace(usual, other, StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: Upgrade\r\n", answer);
        Assert.Contains("\r\nUpgrade: websocket\r\n", answer);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", answer);
    }

    // The record is made on the loop, a moment after the client has read the end.
    private async Task AssertRefusedAsync(int count)
    {
        while ((await _server.SnapshotAsync()).Open > 0)
            await Task.Delay(10);
        Assert.Equal(
            Enumerable.Repeat(ConnectionEnd.Refused, count),
            await _server.Txaio.Loop.RunAsync(() => Task.FromResult(_ended.Select(static one => one.End).ToArray())));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(string payload) => Convert.ToHexString(RawClient.Frame(RawClient.Text, Bytes(payload)));

    private static string Frame(int opcode, int length) =>
        Convert.ToHexString(RawClient.Frame(opcode, Encoding.ASCII.GetBytes(new string('x', length))));
}
