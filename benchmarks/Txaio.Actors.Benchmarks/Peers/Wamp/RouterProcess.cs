using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>A router in a process of its own. Disposal ends the process.</summary>
internal sealed partial class RouterProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The dotnet whose runtime this process uses: .../shared/Microsoft.NETCore.App/{version}/ is three folders below.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new();

    private RouterProcess(Process process)
    {
        _process = process;
        _ = ReadAsync();
    }

    /// <summary>The CPU time that the process has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program that was built with this one.</summary>
    /// <param name="assembly">The program's file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static RouterProcess Start(string assembly, params string[] arguments)
    {
        string[] all = ["exec", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments];
        return new RouterProcess(Process.Start(new ProcessStartInfo(Dotnet, all) { RedirectStandardOutput = true })!);
    }

    /// <summary>Waits until the router listens.</summary>
    /// <returns>Its address.</returns>
    /// <exception cref="BenchmarkFailedException">The process ended first.</exception>
    public Uri WaitForAddress() => _address.Task.WaitAsync(Patience).GetAwaiter().GetResult();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    // Reads to the end: a router whose output is not read would block when the pipe is full.
    private async Task ReadAsync()
    {
        var last = "";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            last = line;
            if (Listening().Match(line) is { Success: true } found)
                _address.TrySetResult(new Uri(found.Groups[1].Value));
        }

        _address.TrySetException(new BenchmarkFailedException($"A router ended before it listened: {last}"));
    }

    [GeneratedRegex(@"listening on (ws://[^;\s]+)")]
    private static partial Regex Listening();
}
