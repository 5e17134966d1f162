using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Servers;

/// <summary>A server of WebSockets in a process of its own. Disposal ends the process.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // The dotnet whose runtime this process uses: .../shared/Microsoft.NETCore.App/{version}/ is three folders below.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    public string Name { get; }

    /// <summary>The CPU time that the process has used so far, all threads.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The physical memory of the process, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program that was built with this one.</summary>
    /// <param name="name">The server's name in the rows.</param>
    /// <param name="assembly">The program's file.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static ServerProcess Start(string name, string assembly, params string[] arguments) => Start(
        name, new ProcessStartInfo(Dotnet, ["exec", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]));

    /// <summary>Starts a server in Python.</summary>
    /// <param name="name">The server's name in the rows.</param>
    /// <param name="script">The file under benchmarks/peers.</param>
    /// <param name="arguments">The script's arguments.</param>
    /// <exception cref="BenchmarkFailedException">There is no Python.</exception>
    public static ServerProcess StartPython(string name, string script, params string[] arguments)
    {
        // Debian's packages belong to Debian's interpreter; another one may stand first on the path.
        const string Debians = "/usr/bin/python3";
        var python = File.Exists(Debians) ? Debians : "python3";
        try
        {
            return Start(name, new ProcessStartInfo(
                python, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. arguments]));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchmarkFailedException($"{name}: python3 does not start: {e.Message}");
        }
    }

    /// <summary>Waits until the server listens.</summary>
    /// <returns>The server's address.</returns>
    /// <exception cref="BenchmarkFailedException">The process ended first.</exception>
    public Uri WaitForAddress() => _address.Task.WaitAsync(StartTimeout).GetAwaiter().GetResult();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ServerProcess Start(string name, ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ServerProcess(name, Process.Start(start)!);
    }

    // Reads to the end: a server whose output is not read would block when the pipe is full.
    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ListeningOn().Match(line) is { Success: true } found)
                _address.TrySetResult(new Uri($"ws://{found.Groups[1].Value}/"));
        }

        var reason = (await _errors).Trim().Split('\n')[^1];
        _address.TrySetException(new BenchmarkFailedException($"{Name} ended before it listened: {reason}"));
    }

    [GeneratedRegex(@"listening on (?:http|ws)://([\d.]+:\d+)")]
    private static partial Regex ListeningOn();
}
