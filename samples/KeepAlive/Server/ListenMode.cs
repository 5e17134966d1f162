using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary><c>--listen</c>: the server alone, until Ctrl+C. The server logs events.</summary>
internal static class ListenMode
{
    public static async Task<int> RunAsync(KeepAliveSettings settings, Uri listen, CancellationToken interrupted)
    {
        await using var server = await KeepAliveServer.StartAsync(settings, listen);
        settings.Check(server.Timer.Bucket);
        var txaio = server.Txaio;
        txaio.StartLogging(Console.Out, server.LogLevelName);
        var log = txaio.MakeLogger(nameof(KeepAlive));
        log.Info(
            "listening on {Address}, pings after {Ping} s, timeout {Timeout} s; Ctrl+C stops",
            server.Address,
            settings.Ping.TotalSeconds,
            settings.Timeout.TotalSeconds);

        await Task.Delay(Timeout.Infinite, interrupted).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        await server.CloseConnectionsAsync();
        var last = await server.SnapshotAsync();
        log.Info(
            "stopped after {Opened} connections, {Dropped} of them dropped; {Pending} calls pending; "
            + "{Pongs} of {Pings} pings answered",
            last.Opened,
            last.Dropped,
            last.PendingCalls,
            last.Pongs,
            last.Pings);
        return ExitCode.Success;
    }
}
