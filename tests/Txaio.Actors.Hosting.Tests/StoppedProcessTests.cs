using System.Diagnostics;
using System.Globalization;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// The liveness check of a process that is stopped as a whole, as in a paused virtual machine, and of a process with a
/// stuck loop. The tests run in real time, with a limit of a second.
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
        using var process = HostProcess.Start("liveness");
        process.BeginErrorReadLine();
        try
        {
            await ReadAsync(process, limit.Token);
            for (var round = 0; round < 2; round++)
            {
                Assert.Equal(0, HostProcess.Kill(process.Id, Sigstop));
                await Task.Delay(TimeSpan.FromSeconds(3), limit.Token);
                Assert.Equal(0, HostProcess.Kill(process.Id, Sigcont));

                // The test reads more lines than the pipe may hold from before the stop.
                for (var i = 0; i < 30; i++)
                    Assert.Equal("Healthy", (await ReadAsync(process, limit.Token)).Status);
            }

            await process.StandardInput.WriteLineAsync("stick".AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var found = await StuckAsync(process, limit.Token);
            Assert.Equal("Unhealthy", found.Status);

            // Part of the limit may have passed before this check. The upper bound leaves room for a busy machine.
            Assert.InRange(found.Took, 500, 15_000);

            // A later check fails at once.
            var next = await ReadAsync(process, limit.Token);
            Assert.Equal("Unhealthy", next.Status);
        }
        finally
        {
            process.Kill();
        }
    }

    // A check that began before the loop got stuck may still report it as healthy.
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
}
