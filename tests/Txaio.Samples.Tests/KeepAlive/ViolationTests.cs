using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>A client that breaks the protocol reads a close frame that says so, and then the end: no reset.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class ViolationTests : IAsyncLifetime
{
    private KeepAliveServer _server = null!;

    public static TheoryData<string, string, int> Violations => new()
    {
        { "a frame that is not masked", "81 02 68 69", 1002 },
        { "invalid UTF-8", Text("C3 28"), 1007 },
        { "opcode 3", "83 80 00 00 00 00", 1002 },
    };

    public async Task InitializeAsync() => _server = await KeepAliveServer.StartAsync(
        KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "20", "--timeout", "20"])),
        new Uri("http://127.0.0.1:0"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Violation_is_answered_by_its_code(string violation, string bytes, int code)
    {
        using var client = await RawClient.OpenAsync(_server.Address);

        await client.SendAsync(Bytes(bytes));

        Assert.True(await client.ClosedAsync() == code, violation);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(string payload) => Convert.ToHexString(RawClient.Frame(1, Bytes(payload)));
}
