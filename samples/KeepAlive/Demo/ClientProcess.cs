using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using KeepAlive.Client;
using KeepAlive.Server;

namespace KeepAlive.Demo;

/// <summary>
/// The process with the clients: this program in another mode. Disposing this object ends the process.
/// </summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ClientReport> _report;
    private int _open;

    private ClientProcess(Process process)
    {
        _process = process;
        _report = ReadAsync();
    }

    /// <summary>How many connections the process has opened so far.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Completes when all connections are open.</summary>
    /// <exception cref="DemoException">The client gave up.</exception>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the output ends; before the end of the run only when the process failed.</summary>
    public Task Ended => _report;

    public static ClientProcess Start(Options options, Uri server, TimeSpan silentWithin)
    {
        // Started as `KeepAlive` or as `dotnet KeepAlive.dll`.
        var host = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            .. isDotnet ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(),
            "--client", server.ToString(),
            "--connections", Text(options.Connections),
            "--silent", Text(options.SilentPercent),
            "--silent-within", Text(Math.Max(0.001, silentWithin.TotalSeconds)),
        ];
        var start = new ProcessStartInfo(host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // The clients are plain ones.
        start.Environment.Remove(KeepAliveServer.InlineCompletions);
        return new ClientProcess(Process.Start(start)!);
    }

    /// <summary>Tells the process to close its connections and to report.</summary>
    /// <exception cref="DemoException">The process gave up.</exception>
    public async Task<ClientReport> StopAsync()
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(ClientProtocol.Stop);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The process has ended; its output has the reason.
        }

        return await _report;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The end of its input ends the process. A process that does not end in time is killed.
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(ExitTimeout);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<ClientReport> ReadAsync()
    {
        var error = "the client process ended without a report";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var (word, value) = line.IndexOf(' ') is var space and > 0
                ? (line[..space], line[(space + 1)..])
                : (line, "");
            switch (word)
            {
                case ClientProtocol.Open:
                    Volatile.Write(ref _open, int.Parse(value, CultureInfo.InvariantCulture));
                    break;
                case ClientProtocol.Ready:
                    _ready.TrySetResult();
                    break;
                case ClientProtocol.Report:
                    return ClientProtocol.ReadReport(value);
                case ClientProtocol.Error:
                    error = value;
                    break;
            }
        }

        var gaveUp = new DemoException(error);
        _ready.TrySetException(gaveUp);
        throw gaveUp;
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
