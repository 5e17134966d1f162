using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Isolation;

/// <summary>
/// Measures a case in a process of its own. The runtime compiles code for its uses so far, and keeps the compiled code.
/// After other cases in the same process, an Ask takes a tenth longer.
/// </summary>
internal static class CaseProcess
{
    /// <summary>Measures <paramref name="case"/>, and waits for its process.</summary>
    /// <returns>The result; a failure when the process wrote no result.</returns>
    public static CaseAnswer Measure(ICase @case, CompareOptions options)
    {
        using var process = Start(@case, options);
        // When this process is stopped, no process reads the result, so the case's process must stop, too.
        EventHandler stop = (_, _) => Kill(process);
        AppDomain.CurrentDomain.ProcessExit += stop;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var patience = @case.Patience + TimeSpan.FromSeconds(4 * (options.Seconds ?? 0));
            if (!process.WaitForExit(patience))
            {
                Kill(process);
                return Failed(@case, $"its process did not end within {patience.TotalMinutes:0.#} min.");
            }

            return process.ExitCode == 0
                ? CaseAnswer.FromJson(output.GetAwaiter().GetResult())
                : Failed(@case, $"its process ended with exit code {process.ExitCode}.");
        }
        catch (JsonException e)
        {
            return Failed(@case, $"its process wrote no result: {e.Message}");
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= stop;
        }
    }

    /// <summary>The arguments with which this program runs a case.</summary>
    internal static IEnumerable<string> Arguments(string id, CompareOptions options)
    {
        yield return CaseCommand.Name;
        yield return "--only";
        yield return id;
        if (options.IsQuick)
            yield return "--quick";
        if (options.Seconds is not { } seconds)
            yield break;
        yield return "--seconds";
        yield return seconds.ToString(CultureInfo.InvariantCulture);
    }

    private static Process Start(ICase @case, CompareOptions options)
    {
        var start = Program.Itself(Arguments(@case.Id, options));
        if (@case.UsesServerGC)
            start.Environment["DOTNET_gcServer"] = "1";
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The process has ended meanwhile.
        }
    }

    private static CaseAnswer Failed(ICase @case, string why) => new(
        new CaseResult(@case.Id, @case.Title, @case.Includes, [], [], $"{@case.Id} failed: {why}"), []);
}
