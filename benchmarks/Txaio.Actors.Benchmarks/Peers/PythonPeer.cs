using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// The original, txaio on asyncio or Twisted, measured by <c>txaio_peer.py</c> in a process of its own.
/// </summary>
internal static class PythonPeer
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "peers", "txaio_peer.py");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Measures one framework.</summary>
    /// <returns>False, with the reason, when the framework cannot be measured here.</returns>
    public static bool TryRun(
        string framework,
        PythonSizes sizes,
        [NotNullWhen(true)] out PythonFigures? figures,
        [NotNullWhen(false)] out string? why)
    {
        figures = null;
        try
        {
            using var process = Start(framework, sizes);
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                why = $"txaio_peer.py {framework} did not end within {Patience.TotalSeconds:N0} s.";
                return false;
            }

            if (process.ExitCode != 0)
            {
                why = errors.Result.Trim().Split('\n')[^1];
                return false;
            }

            figures = JsonSerializer.Deserialize<PythonFigures>(output.Result, JsonSerializerOptions.Web)!;
            why = null;
            return true;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            why = $"python3 does not start: {e.Message}";
            return false;
        }
    }

    private static Process Start(string framework, PythonSizes sizes)
    {
        // Debian's packages belong to Debian's interpreter; another interpreter may come first on the path.
        const string Debians = "/usr/bin/python3";
        var start = new ProcessStartInfo(File.Exists(Debians) ? Debians : "python3")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add(framework);
        foreach (var size in (int[])[sizes.Futures, sizes.Scheduled, sizes.Cancelled, sizes.Fired])
            start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        return Process.Start(start)!;
    }
}

/// <summary>How many operations to do; with zero for <paramref name="Fired"/> no bucket is fired.</summary>
internal sealed record PythonSizes(int Futures, int Scheduled, int Cancelled, int Fired);

/// <summary>Nanoseconds for an operation.</summary>
internal sealed record PythonFigures(
    string Versions, double Future, double Schedule, double Cancel, double? FireCpu);
