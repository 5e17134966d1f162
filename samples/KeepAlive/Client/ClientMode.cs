using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;

namespace KeepAlive.Client;

/// <summary>
/// <c>--client</c>: opens the connections, lets some of them fall silent at random moments, and reports the events of
/// each connection. The report uses no knowledge of the server.
/// </summary>
internal static class ClientMode
{
    private const int OpenAtOnce = 64;
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(Options options)
    {
        // Ctrl+C in a terminal reaches this process, too; the demo handles it.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        var stop = StopAsync();
        var connections = new ClientConnection[options.Connections];
        for (var i = 0; i < connections.Length; i++)
            connections[i] = new ClientConnection($"client-{i + 1}");
        try
        {
            await OpenAsync(connections, options.Server!, stop);
            FallSilent(connections, options);
            Say(ClientProtocol.Ready);
            await stop;
            await CloseAsync(connections);
            Say(ClientProtocol.Write(new ClientReport(
                [.. connections.Select(static connection => connection.Report())],
                Environment.CpuUsage.TotalTime,
                Environment.WorkingSet)));
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.IsCompleted)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            Say($"{ClientProtocol.Error} {SocketErrors.Explain(e, options.Connections)}");
            return ExitCode.Failure;
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private static async Task OpenAsync(ClientConnection[] connections, Uri server, Task stop)
    {
        using var stopped = new CancellationTokenSource();
        _ = stop.ContinueWith(_ => stopped.Cancel(), TaskScheduler.Default);
        var open = 0;
        await using var progress = new Timer(
            _ => Say($"{ClientProtocol.Open} {Volatile.Read(ref open)}"), null, ProgressInterval, ProgressInterval);
        await Parallel.ForEachAsync(
            connections,
            new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = stopped.Token },
            async (connection, cancellation) =>
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(OpenTimeout);
                await connection.OpenAsync(server, limit.Token);
                Interlocked.Increment(ref open);
            });
    }

    private static void FallSilent(ClientConnection[] connections, Options options)
    {
        var now = Stopwatch.GetTimestamp();
        var within = options.SilentWithin.TotalSeconds * Stopwatch.Frequency;
        var shuffled = connections.ToArray();
        Random.Shared.Shuffle(shuffled);
        foreach (var connection in shuffled.AsSpan(0, options.SilentConnections))
            connection.FallSilentAt(now + (long)(Random.Shared.NextDouble() * within));
    }

    private static async Task CloseAsync(ClientConnection[] connections)
    {
        using var limit = new CancellationTokenSource(CloseTimeout);
        await Parallel.ForEachAsync(
            connections,
            new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce },
            async (connection, _) => await connection.CloseAsync(limit.Token));
    }

    // The demo writes stop, or ends, which ends the input of this process.
    private static Task StopAsync() => Task.Run(static async () =>
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line && line != ClientProtocol.Stop)
        {
        }
    });

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
