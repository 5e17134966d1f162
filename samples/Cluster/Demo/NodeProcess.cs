using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace DurableCalls.Demo;

/// <summary>A node: this program in another mode, in a process that can be killed and started again.</summary>
/// <param name="port">The node's port, the same for each start.</param>
/// <param name="configFile">The nodes' configuration.</param>
internal sealed class NodeProcess(int port, string configFile) : IDisposable
{
    // Guards the fields below: a node that has ended by itself is started again by another thread.
    private readonly Lock _gate = new();
    private Process? _process;
    private Task _ended = Task.CompletedTask;
    private bool _isDisposed;

    // Written before the process is killed; read after it has ended.
    private volatile bool _isKilled;

    /// <summary>The node's port.</summary>
    public int Port => port;

    /// <summary>Called with the exit code when a process has ended that was not killed here. Any thread.</summary>
    public Action<int>? EndedByItself { get; set; }

    /// <summary>Starts a process, unless one runs.</summary>
    /// <returns>Whether it has started one.</returns>
    public bool Start()
    {
        lock (_gate)
        {
            if (_isDisposed || _process is { HasExited: false })
                return false;
            StartProcess();
            return true;
        }
    }

    /// <summary>Ends the process by SIGKILL, or by TerminateProcess on Windows: no code of the node runs any more.</summary>
    public void Kill()
    {
        Task ended;
        lock (_gate)
        {
            _isKilled = !_process!.HasExited;
            _process.Kill();
            ended = _ended;
        }

        ended.Wait();
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        if (_process is null)
            return;
        Kill();
        _process.Dispose();
    }

    private void StartProcess()
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

    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        if (!_isKilled)
            EndedByItself?.Invoke(process.ExitCode);
    }
}
