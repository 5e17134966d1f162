using System.Diagnostics;
using System.Threading.Channels;
using KeepAlive;
using KeepAlive.Server;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>
/// Clients of Autobahn, and of the WebSocket that Autobahn|JS uses, each in a process of its own: clients that live,
/// fall silent, are stopped, and connect again. They know nothing of the server.
/// </summary>
[Collection(KeepAliveProcess.Name)]
public sealed class PeerTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _limit = new(SampleProcess.Patience);

    // With the time from the last ping to the end of the connection.
    private readonly Channel<(ConnectionEnded Connection, TimeSpan AfterPing)> _ended =
        Channel.CreateUnbounded<(ConnectionEnded, TimeSpan)>();

    private KeepAliveServer _server = null!;

    public async Task InitializeAsync() => _server = await KeepAliveServer.StartAsync(
        KeepAliveSettings.Read(OptionsParser.Parse(["--ping", "0.4", "--timeout", $"{Timeout.TotalSeconds}"])),
        new Uri("http://127.0.0.1:0"),
        ended => _ended.Writer.TryWrite((ended, Stopwatch.GetElapsedTime(ended.PingedAt))));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _limit.Dispose();
    }

    [PeerTheory("python")]
    [InlineData("asyncio")]
    [InlineData("twisted")]
    public Task Silent_autobahn_clients_are_dropped_in_time_and_may_come_again(string make) =>
        DropsTheSilentAsync(make, ["mute", "pause", "stop"]);

    [PeerTheory("js")]
    [InlineData("js")]
    public Task Silent_clients_of_autobahn_js_are_dropped_in_time_and_may_come_again(string make) =>
        DropsTheSilentAsync(make, ["pause", "stop"]);

    [PeerTheory("python")]
    [InlineData("asyncio")]
    [InlineData("twisted")]
    public Task Autobahn_client_is_closed_with_1001_when_the_server_stops(string make) => ClosesAsync(make);

    [PeerTheory("js")]
    [InlineData("js")]
    public Task Client_of_autobahn_js_is_closed_with_1001_when_the_server_stops(string make) => ClosesAsync(make);

    private async Task DropsTheSilentAsync(string make, string[] silent)
    {
        await using var living = Start(make, "live");
        await using var first = Start(make, silent[0]);
        await using var second = Start(make, silent[1]);
        await using var third = silent.Length > 2 ? Start(make, silent[2]) : null;
        var others = new[] { first, second, third }.OfType<SampleProcess>().ToArray();
        foreach (var client in others.Prepend(living))
            await IsPingedAsync(client);

        foreach (var (client, how) in others.Zip(silent))
            await SilenceAsync(client, how);
        var dropped = await EndedAsync(others.Length);
        Assert.Equal(silent.Order(), dropped.Select(static end => end.Connection.Name).Order());
        var latest = Timeout + KeepAliveSettings.Lateness(_server.Timer.Bucket);
        Assert.All(dropped, end =>
        {
            Assert.Equal(ConnectionEnd.Dropped, end.Connection.End);
            Assert.InRange(end.AfterPing, Timeout, latest);
        });

        foreach (var (client, how) in others.Zip(silent))
            await ComeAgainAsync(client, how);
        await IsPingedAsync(living);
        var now = await _server.SnapshotAsync();
        Assert.Equal(
            (1 + (2 * others.Length), 1 + others.Length, others.Length), (now.Opened, now.Open, now.Dropped));
        Assert.InRange(now.PendingCalls, 0, now.Open);

        foreach (var client in others.Prepend(living))
            await CloseAsync(client);
        Assert.All(
            await EndedAsync(1 + others.Length),
            static end => Assert.Equal(ConnectionEnd.ClosedByPeer, end.Connection.End));
        var last = await _server.SnapshotAsync();
        Assert.Equal((0, 0, 0), (last.Open, last.PendingCalls, last.AwaitedPongs));
    }

    private async Task ClosesAsync(string make)
    {
        await using var client = Start(make, "live");
        await IsPingedAsync(client);

        await _server.CloseConnectionsAsync();

        await client.LineAsync("close 1001");
        Assert.Equal(ConnectionEnd.ClosedByServer, (await EndedAsync(1))[0].Connection.End);
    }

    private SampleProcess Start(string make, string name)
    {
        var peers = Path.Combine(SampleProcess.SourceOf("KeepAlive"), "peers");
        var url = $"{_server.Address}?name={name}";
        return make == "js"
            ? SampleProcess.StartCommand("node", Path.Combine(peers, "ws_client.mjs"), url)
            : SampleProcess.StartCommand("/usr/bin/python3", Path.Combine(peers, "autobahn_client.py"), make, url);
    }

    // The second ping comes only after an answer to the first.
    private static async Task IsPingedAsync(SampleProcess client)
    {
        await client.LineAsync("ping");
        await client.LineAsync("ping");
    }

    private static async Task SilenceAsync(SampleProcess client, string how)
    {
        if (how == "stop")
        {
            client.Suspend();
            return;
        }

        await client.WriteLineAsync(how);
        await client.LineAsync(how);
    }

    private static async Task ComeAgainAsync(SampleProcess client, string how)
    {
        if (how == "stop")
            client.Resume();
        else if (how == "pause")
            await client.WriteLineAsync("resume");
        await client.LineAsync("close 1006");
        await client.LineAsync("open");
        await IsPingedAsync(client);
    }

    private static async Task CloseAsync(SampleProcess client)
    {
        await client.WriteLineAsync("close");
        await client.LineAsync("close 1000");
        Assert.Equal(0, (await client.EndAsync()).ExitCode);
    }

    private async Task<List<(ConnectionEnded Connection, TimeSpan AfterPing)>> EndedAsync(int count)
    {
        var ended = new List<(ConnectionEnded, TimeSpan)>();
        while (ended.Count < count)
            ended.Add(await _ended.Reader.ReadAsync(_limit.Token));
        return ended;
    }
}
