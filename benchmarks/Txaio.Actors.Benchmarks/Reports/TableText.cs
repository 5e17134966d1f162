using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Reports;

/// <summary>The table on the console, printed case by case.</summary>
internal static class TableText
{
    public static void WriteHeader(TextWriter output) =>
        output.WriteLine(Row("case", "work", "ours", "peer", "theirs", "measured", "goal", "verdict"));

    public static void Write(TextWriter output, CaseResult result, double margin)
    {
        foreach (var bar in result.Bars)
        {
            output.WriteLine(Row(
                bar.Case,
                bar.Work,
                bar.Ours.ToString(),
                bar.Peer,
                bar.Theirs?.ToString() ?? "-",
                bar.Goal.Text(bar.Measured),
                bar.Goal.ToString(),
                Word(bar.Judge(margin))));
        }

        foreach (var line in result.Skipped)
            output.WriteLine(line);
        if (result.Failure is not null)
            output.WriteLine(result.Failure);
    }

    /// <summary>The word for a verdict in the tables.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Held => "held",
        Verdict.Broken => "BROKEN",
        _ => "",
    };

    private static string Row(
        string @case, string work, string ours, string peer, string theirs, string measured, string goal,
        string word) =>
        $"{@case,-4} {work,-60} {ours,12} {peer,-32} {theirs,12} {measured,10}  {goal,-16} {word}".TrimEnd();
}
