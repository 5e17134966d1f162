using System.Globalization;
using System.Text;

namespace Txaio.Actors.Benchmarks.Reports;

/// <summary>
/// The page docs/benchmarks.md: written anew each time, except for the hand-written part between the two marks.
/// </summary>
internal static class MarkdownPage
{
    public const string HandwrittenStart = "<!-- written by hand from here -->";
    public const string HandwrittenEnd = "<!-- written by hand to here -->";

    private const string NothingYet = "\n## Distance of the figures from their goals\n\nNothing yet.\n";

    /// <summary>The page.</summary>
    /// <param name="report">The results.</param>
    /// <param name="before">The previous page, whose hand-written part is kept; null when there is no page.</param>
    /// <param name="path">The path of the page: links to plots are relative to it.</param>
    public static string Of(Report report, string? before, string path)
    {
        var page = new StringBuilder();
        page.AppendLine("# Benchmarks").AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project benchmarks/Txaio.Actors.Benchmarks -- compare "
            + "--markdown docs/benchmarks.md --plots docs/benchmarks`.").AppendLine();
        page.AppendLine("Each row compares two sides that run alternately in one process: ours, peer, peer, ours, and "
            + "so on. The measured ratio is the median of the rounds' ratios. The two figures beside it are "
            + "the medians of each side. Each case runs in a process of its own. Times change on a busy "
            + "machine; the ratios change less. Rows of speed, with goals \"at least\", give the peer's "
            + "time divided by ours. Rows of bytes, and rows with goals \"at most\", give our figure "
            + "divided by the peer's.")
            .AppendLine();
        foreach (var line in report.Machine.Lines)
            page.Append("- ").AppendLine(line);
        page.AppendLine().AppendLine(report.Summary).AppendLine();
        AppendTable(page, report);
        AppendIncludes(page, report);
        AppendPlots(page, Path.GetDirectoryName(Path.GetFullPath(path))!, report.Options.Plots);
        page.Append(HandwrittenStart).Append(Handwritten(before)).AppendLine(HandwrittenEnd);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Handwritten(string? before)
    {
        var start = before?.IndexOf(HandwrittenStart, StringComparison.Ordinal) ?? -1;
        var end = before?.IndexOf(HandwrittenEnd, StringComparison.Ordinal) ?? -1;
        return start < 0 || end < start ? NothingYet : before![(start + HandwrittenStart.Length)..end];
    }

    private static void AppendTable(StringBuilder page, Report report)
    {
        page.AppendLine("| case | work | ours | peer | theirs | measured | goal | |");
        page.AppendLine("|---|---|--:|---|--:|--:|---|---|");
        foreach (var bar in report.Results.SelectMany(static result => result.Bars))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {bar.Case} | {bar.Work} | {bar.Ours} | {bar.Peer} | "
                + $"{bar.Theirs?.ToString() ?? "-"} | {bar.Goal.Text(bar.Measured)} | {bar.Goal} | "
                + $"{TableText.Word(bar.Judge(report.Options.Margin))} |");
        }

        page.AppendLine();
        foreach (var result in report.Results)
        {
            foreach (var line in result.Skipped.Concat(result.Failure is { } failure ? [failure] : []))
                page.AppendLine(line).AppendLine();
        }
    }

    private static void AppendIncludes(StringBuilder page, Report report)
    {
        page.AppendLine("## What the figures include").AppendLine();
        foreach (var result in report.Results)
            page.AppendLine(CultureInfo.InvariantCulture, $"- **{result.Id}, {result.Title}.** {result.Includes}");
        page.AppendLine();
    }

    private static void AppendPlots(StringBuilder page, string folder, string? plots)
    {
        plots ??= Path.Combine(folder, "benchmarks");
        if (!Directory.Exists(plots))
            return;
        string[] files = [.. Directory.EnumerateFiles(plots, "*.svg").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            return;
        page.AppendLine("## Growth").AppendLine();
        foreach (var file in files)
        {
            var link = Path.GetRelativePath(folder, Path.GetFullPath(file)).Replace('\\', '/');
            page.AppendLine(CultureInfo.InvariantCulture, $"![{Path.GetFileNameWithoutExtension(file)}]({link})");
        }

        page.AppendLine();
    }
}
