using System.Diagnostics;
using Txaio.Samples.Tests;

namespace Txaio.Wamp.Tests.Peers;

/// <summary>An Autobahn component, as a process. Disposal kills the process.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private PeerProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static string Folder => Path.Combine(SampleProcess.SourceOf("Wamp"), "peers");

    /// <param name="make"><c>asyncio</c>, <c>twisted</c> or <c>js</c>.</param>
    /// <param name="mode"><c>backend</c>, <c>frontend</c> or <c>member</c>.</param>
    /// <param name="format"><c>json</c> or <c>msgpack</c>.</param>
    /// <param name="router">The router's address.</param>
    public static PeerProcess Start(string make, string mode, string format, Uri router)
    {
        string[] command = make == "js"
            ? ["node", "autobahn_peer.mjs", mode, format, router.ToString()]
            : ["/usr/bin/python3", "autobahn_peer.py", make, mode, format, router.ToString()];
        return new PeerProcess(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>Waits until a backend writes that it serves.</summary>
    public async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(SampleProcess.Patience);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.EndsWith("ready", StringComparison.Ordinal))
                return;
        }

        Assert.Fail(await _error);
    }

    /// <summary>Ends a backend, or waits until another component ends. Asserts that its checks succeeded.</summary>
    public async Task AssertHeldAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(SampleProcess.Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, output + await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
