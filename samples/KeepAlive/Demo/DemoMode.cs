using System.Diagnostics;
using KeepAlive.Client;
using KeepAlive.Server;
using Txaio.Actors;

namespace KeepAlive.Demo;

/// <summary>
/// The demo: a server in this process, clients in another process, a table while both run, and a verdict on the reports
/// of both.
/// </summary>
internal static class DemoMode
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    // The server learns of the last closed connections a moment after their clients have ended.
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettleInterval = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(Options options, KeepAliveSettings settings, CancellationToken interrupted)
    {
        OpenFiles.Check(options.Connections);
        // Only the loop uses the list, as the statistics.
        var ended = new List<ConnectionEnded>();
        await using var server = await KeepAliveServer.StartAsync(settings, AnyPort, ended.Add);
        var silent = options.SilentConnections;
        var silentWithin = silent > 0 ? settings.LastSilence(options.Duration, server.Timer.Bucket) : options.Duration;
        settings.Check(server.Timer.Bucket);
        // The table shows the connections; warnings and errors go to standard error.
        server.Txaio.StartLogging(Console.Error, server.LogLevelName);
        server.ConnectionLog.SetLogLevel(TxaioLogLevel.Warn);

        Console.Out.WriteLine(
            $"{options.Connections} connections to {server.Address}, {silent} of them will fall silent; "
            + $"ping after {Seconds(settings.Ping)} s, timeout {Seconds(settings.Timeout)} s, "
            + $"buckets of {Seconds(server.Timer.Bucket)} s");
        await using var clients = ClientProcess.Start(options, server.Address, silentWithin);
        if (!await OpenedAsync(clients, options.Connections, interrupted))
            return ExitCode.Interrupted;

        var first = await server.SnapshotAsync();
        var started = Stopwatch.GetTimestamp();
        var surplus = await RunAsync(server, clients, options.Duration, interrupted);
        var ran = Stopwatch.GetElapsedTime(started);
        var brokenOff = interrupted.IsCancellationRequested ? Stopwatch.GetTimestamp() : (long?)null;

        var report = await clients.StopAsync();
        var last = await SettledAsync(server);
        var rules = new Rules(
            options.Connections, silent, settings.Timeout, server.Timer.Bucket, server.Timer.Rounding, brokenOff);
        var records = await server.Txaio.Loop.RunAsync(() => ended.ToArray());
        var verdict = Verdict.Of(rules, report.Connections, records, last, surplus);
        Summary.Write(Console.Out, verdict, first, last, ran, report);
        if (!verdict.Holds)
            return Said("a check failed", ExitCode.Failure);
        return brokenOff is null
            ? Said("every check held", ExitCode.Success)
            : Said($"every check held for the {Seconds(ran)} s until the interrupt", ExitCode.Interrupted);
    }

    private static async Task<bool> OpenedAsync(ClientProcess clients, int connections, CancellationToken interrupted)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await clients.Ready.WaitAsync(interrupted);
        }
        catch (OperationCanceledException)
        {
            Console.Out.WriteLine($"interrupted when {clients.Open} of {connections} connections were open");
            return false;
        }

        Console.Out.WriteLine($"all open after {Seconds(Stopwatch.GetElapsedTime(started))} s");
        return true;
    }

    /// <summary>Shows the numbers until the end of the time, Ctrl+C, or the end of the clients.</summary>
    /// <returns>The greatest number of calls at the timer beyond the number of connections.</returns>
    private static async Task<long> RunAsync(
        KeepAliveServer server, ClientProcess clients, TimeSpan duration, CancellationToken interrupted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        end.CancelAfter(duration);
        _ = clients.Ended.ContinueWith(
            _ => end.Cancel(), end.Token, TaskContinuationOptions.None, TaskScheduler.Default);
        var surplus = 0L;
        await LiveView.ShowAsync(
            async () =>
            {
                var now = await server.SnapshotAsync();
                surplus = Math.Max(surplus, now.PendingCalls - now.Open);
                return now;
            },
            duration,
            end.Token);
        return surplus;
    }

    /// <summary>
    /// The server's numbers once the last connection has ended. Does not wait for pending timer calls: a call that the
    /// server failed to cancel would fire meanwhile, and the numbers would not show it.
    /// </summary>
    private static async Task<Snapshot> SettledAsync(KeepAliveServer server)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = await server.SnapshotAsync();
            if (now is { Open: 0, Loop.Pending: 0 } || Stopwatch.GetElapsedTime(started) > SettleTimeout)
                return now;
            await Task.Delay(SettleInterval);
        }
    }

    private static int Said(string text, int exitCode)
    {
        Console.Out.WriteLine(text);
        return exitCode;
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.##}";
}
