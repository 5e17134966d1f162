namespace Txaio.Actors.Hosting.Tests;

/// <summary>A real host process gets SIGTERM while its loops log.</summary>
public sealed class SigtermTests
{
    private const int Sigterm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Host_that_is_terminated_writes_every_event_and_ends_with_0()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var limit = new CancellationTokenSource(Patience);
        using var process = HostProcess.Start();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                lines.Add(line);
                if (line == "event io 200")
                    Assert.Equal(0, HostProcess.Kill(process.Id, Sigterm));
            }

            await process.WaitForExitAsync(limit.Token);
            Assert.Equal("", await errors);
            Assert.Equal(0, process.ExitCode);
            AssertEveryEvent(lines, "default");
            AssertEveryEvent(lines, "io");
            Assert.Equal(
                Enumerable.Range(0, 100).Select(static n => $"last words {n}"),
                lines.Where(static line => line.StartsWith("last words", StringComparison.Ordinal)));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static void AssertEveryEvent(List<string> lines, string loop)
    {
        var begin = $"logged {loop} ";
        var count = int.Parse(
            lines.Single(line => line.StartsWith(begin, StringComparison.Ordinal))[begin.Length..],
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(count > 0);
        Assert.Equal(
            Enumerable.Range(0, count).Select(n => $"event {loop} {n}"),
            lines.Where(line => line.StartsWith($"event {loop} ", StringComparison.Ordinal)));
    }
}
