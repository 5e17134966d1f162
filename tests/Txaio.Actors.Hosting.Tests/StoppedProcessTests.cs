using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Liveness of a process that is stopped as a whole, as by a paused virtual machine, and of one whose loop is stuck. In
/// real time; the limit of the check there is a second.
/// </summary>
public sealed class StoppedProcessTests
{
    private const int Sigstop = 19;
    private const int Sigcont = 18;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Process_that_was_stopped_is_alive_and_a_stuck_loop_is_not()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var limit = new CancellationTokenSource(Patience);
        using var process = Start();
        try
        {
            await ReadAsync(process, limit.Token);
            for (var round = 0; round < 2; round++)
            {
                Assert.Equal(0, Kill(process.Id, Sigstop));
                await Task.Delay(TimeSpan.FromSeconds(3), limit.Token);
                Assert.Equal(0, Kill(process.Id, Sigcont));

                // More of them than the output that the pipe may hold from before.
                for (var i = 0; i < 30; i++)
                    Assert.Equal("Healthy", (await ReadAsync(process, limit.Token)).Status);
            }

            await process.StandardInput.WriteLineAsync("stick".AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var found = await StuckAsync(process, limit.Token);
            Assert.Equal("Unhealthy", found.Status);

            // Of the callback that ran, less than the limit may be left; then a loaded machine has room.
            Assert.InRange(found.Took, 500, 15_000);

            // Found once, it is known at once.
            var next = await ReadAsync(process, limit.Token);
            Assert.Equal("Unhealthy", next.Status);
        }
        finally
        {
            process.Kill();
        }
    }

    // The check that runs when the loop gets stuck may still have seen it turn.
    private static async Task<(string Status, int Took)> StuckAsync(Process process, CancellationToken token)
    {
        while (true)
        {
            var (status, stuck, took) = await ReadAsync(process, token);
            if (status == "Unhealthy" || (stuck && took > 500))
                return (status, took);
        }
    }

    private static async Task<(string Status, bool Stuck, int Took)> ReadAsync(Process process, CancellationToken token)
    {
        var line = await process.StandardOutput.ReadLineAsync(token);
        Assert.True(line is not null, "The process has ended.");
        var parts = line.Split(' ');
        return (parts[0], parts[1] == "stuck", int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static Process Start()
    {
        // .../tests/{project}/bin/{configuration}/net10.0/, the same for both.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        const string Name = "Txaio.Actors.HostProcess";
        var program = Path.Combine(tests, Name, "bin", output.Parent!.Name, output.Name, $"{Name}.dll");
        Assert.True(File.Exists(program), $"{program} has not been built");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "liveness"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
