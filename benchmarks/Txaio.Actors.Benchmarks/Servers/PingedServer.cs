using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Servers;

/// <summary>
/// A server of WebSockets in a process of its own. It pings each connection a second after the last answer, and drops a
/// connection that does not answer for four seconds.
/// </summary>
internal sealed partial class PingedServer : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private PingedServer(string name, Process process, Uri address)
    {
        Name = name;
        _process = process;
        Address = address;
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>CPU time of the process so far, all threads.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Physical memory of the process, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts <c>samples/KeepAlive</c>, which was built with the benchmarks.</summary>
    public static PingedServer KeepAlive()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Txaio.sln")))
        {
            root = root.Parent ?? throw new BenchmarkFailedException(
                $"'{output.FullName}' is in no folder with Txaio.sln: samples/KeepAlive is not to be found.");
        }

        var program = Path.Combine(
            root.FullName, "samples", "KeepAlive", "bin", output.Parent!.Name, output.Name, "KeepAlive.dll");
        return Start("KeepAlive", new ProcessStartInfo(
            "dotnet", ["exec", program, "--listen", "http://127.0.0.1:0", "--ping", "1", "--timeout", "4"]));
    }

    /// <summary>Starts <see cref="KestrelServer"/>.</summary>
    public static PingedServer Kestrel() => Start("Kestrel's KeepAliveTimeout", Program.Itself(KestrelServer.Name));

    /// <summary>Starts Autobahn's server in Python.</summary>
    /// <param name="framework">asyncio or twisted.</param>
    /// <param name="server">The server.</param>
    /// <param name="why">Otherwise the reason, such as a missing package.</param>
    public static bool TryAutobahn(
        string framework, [NotNullWhen(true)] out PingedServer? server, [NotNullWhen(false)] out string? why)
    {
        // Debian's packages belong to Debian's interpreter; another one may stand first on the path.
        const string Debians = "/usr/bin/python3";
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "autobahn_server.py");
        try
        {
            server = Start($"Autobahn on {framework}", new ProcessStartInfo(
                File.Exists(Debians) ? Debians : "python3", [script, framework]));
            why = null;
            return true;
        }
        catch (Exception e) when (e is BenchmarkFailedException or System.ComponentModel.Win32Exception)
        {
            server = null;
            why = e.Message;
            return false;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static PingedServer Start(string name, ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lastError = "";
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new BenchmarkFailedException($"{name} ended: {lastError}"));
            else if (ListeningOn().Match(line.Data) is { Success: true } match)
                address.TrySetResult(new Uri($"ws://{match.Groups[1].Value}/"));
        };
        process.ErrorDataReceived += (_, line) => lastError = string.IsNullOrWhiteSpace(line.Data) ? lastError : line.Data;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            return new PingedServer(name, process, address.Task.WaitAsync(StartTimeout).GetAwaiter().GetResult());
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"listening on (?:http|ws)://([\d.]+:\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex ListeningOn();
}
