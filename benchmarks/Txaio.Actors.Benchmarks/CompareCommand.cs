using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Isolation;
using Txaio.Actors.Benchmarks.Plots;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks;

/// <summary>Measures every case beside its peers, and says which bars hold.</summary>
internal static class CompareCommand
{
    public const int AllHeld = 0;
    public const int SomeBroken = 1;
    public const int BadOptions = 2;

    private const int QuickAttempts = 5;

    public static int Run(string[] args)
    {
        if (!CompareOptions.TryParse(args, AllCases.Ids, out var options, out var error)
            || !CanBeWritten(options, out error))
        {
            Console.Error.WriteLine(error);
            return BadOptions;
        }

        var started = Stopwatch.GetTimestamp();
        var machine = Machine.ThisOne();
        Console.WriteLine(string.Join(Environment.NewLine, machine.Lines));
        Console.WriteLine();

        var growth = new GrowthFigures();
        var report = new Report(machine, options);
        TableText.WriteHeader(Console.Out);
        foreach (var @case in AllCases.Create(growth).Where(@case => IsWanted(@case, options)))
            report.Add(Measure(@case, options, growth));

        if (options.Plots is { } folder)
            AllPlots.Draw(folder, growth, options);
        Write(report);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine();
        Console.WriteLine($"{report.Summary} {seconds:N0} s.");
        return report.AllHeld ? AllHeld : SomeBroken;
    }

    // Checked before the measurements, which take minutes.
    private static bool CanBeWritten(CompareOptions options, [NotNullWhen(false)] out string? error)
    {
        error = (from file in (string?[])[options.Json, options.Markdown]
                 where file is not null
                 let folder = Path.GetDirectoryName(Path.GetFullPath(file))
                 where !Directory.Exists(folder)
                 select $"'{file}' cannot be written: there is no folder '{folder}'.").FirstOrDefault();
        return error is null;
    }

    /// <summary>Whether a case is run.</summary>
    internal static bool IsWanted(ICase @case, CompareOptions options) =>
        options.Only.Count == 0
            ? !@case.IsOnlyByName && (@case.IsForQuickRuns || !options.IsQuick)
            : options.Only.Contains(@case.Id);

    // Other work on the machine easily disturbs a quick run. So a bar counts as broken only if each attempt breaks it.
    private static CaseResult Measure(ICase @case, CompareOptions options, GrowthFigures growth)
    {
        var attempts = options.IsQuick ? QuickAttempts : 1;
        while (true)
        {
            var (result, figures) = CaseProcess.Measure(@case, options);
            TableText.Write(Console.Out, result, options.Margin);
            if (--attempts == 0 || result.Failure is not null || result.Holds(options.Margin))
            {
                growth.Add(figures);
                return result;
            }

            Console.WriteLine($"{@case.Id}   a bar is broken: the case is measured again");
        }
    }

    private static void Write(Report report)
    {
        if (report.Options.Json is { } json)
            File.WriteAllText(json, JsonText.Of(report));
        if (report.Options.Markdown is { } page)
            File.WriteAllText(page, MarkdownPage.Of(report, File.Exists(page) ? File.ReadAllText(page) : null, page));
    }
}
