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

    /// <summary>The node's port.</summary>
    public int Port => port;

    public void Start()
    {
        _process?.Dispose();
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
    }

    /// <summary>Ends the process by SIGKILL, or by TerminateProcess on Windows: no code of the node runs any more.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_process is null)
            return;
        Kill();
        _process.Dispose();
    }
}
