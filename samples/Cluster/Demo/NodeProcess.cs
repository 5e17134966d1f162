using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace DurableCalls.Demo;

/// <summary>A node: this program in another mode, in a process that can be killed and started again.</summary>
/// <param name="port">The node's port, the same for each start.</param>
/// <param name="configFile">The nodes' configuration.</param>
internal sealed class NodeProcess(int port, string configFile) : IDisposable
{
    private Process? _process;
    private Task _ended = Task.CompletedTask;

    // Written before the process is killed; read after it has ended.
    private volatile bool _isKilled;

    /// <summary>The node's port.</summary>
    public int Port => port;

    /// <summary>Called with the exit code when a process has ended that was not killed here. Any thread.</summary>
    public Action<int>? EndedByItself { get; set; }

    public void Start()
    {
        _process?.Dispose();
        _isKilled = false;
        // Started as `Cluster` or as `dotnet Cluster.dll`.
        var host = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            .. isDotnet ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(),
            "--node", port.ToString(CultureInfo.InvariantCulture),
            "--config", configFile,
        ];
        _process = Process.Start(new ProcessStartInfo(host, arguments) { RedirectStandardInput = true })!;
        _ended = WatchAsync(_process);
    }

    /// <summary>Ends the process by SIGKILL, or by TerminateProcess on Windows: no code of the node runs any more.</summary>
    public void Kill()
    {
        _isKilled = !_process!.HasExited;
        _process.Kill();
        _ended.Wait();
    }

    public void Dispose()
    {
        if (_process is null)
            return;
        Kill();
        _process.Dispose();
    }

    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        if (!_isKilled)
            EndedByItself?.Invoke(process.ExitCode);
    }
}
