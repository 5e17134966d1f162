namespace Txaio.Actors.Soak.Judging;

/// <summary>The table at the end of a run.</summary>
internal static class Verdict
{
    /// <summary>Prints a row for each kind and check.</summary>
    /// <param name="kinds">The kinds that ran.</param>
    /// <param name="totals">The calls of each kind.</param>
    /// <param name="failures">The number of failures of each kind and check.</param>
    /// <param name="checks">The name and the figures of each check.</param>
    /// <returns>The exit code: 0 when there is no failure.</returns>
    public static int Print(
        IReadOnlyCollection<string> kinds,
        IReadOnlyDictionary<string, Counts> totals,
        IReadOnlyDictionary<string, long> failures,
        IReadOnlyList<(string Name, string Figures)> checks)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"{"kind",-16}{"started",12}{"done",12}{"cancelled",12}{"failed",12}{"rejected",12}  verdict");
        foreach (var kind in kinds)
            PrintRow(kind, totals[kind], Of(kind));
        PrintRow("all", totals.Values.Aggregate(static (a, b) => a + b), failures.Values.Sum());
        foreach (var (name, figures) in checks)
            Console.WriteLine($"{name,-16}{figures}  {Text(Of(name))}");

        List<string> all = [.. kinds, .. checks.Select(static check => check.Name)];
        // A failure of a check that has no row still fails the run.
        var failed = all.Union(failures.Keys, StringComparer.Ordinal).Count(name => Of(name) > 0);
        Console.WriteLine($"{all.Count(name => Of(name) == 0)} passed, {failed} failed");
        return failed == 0 ? 0 : 1;

        long Of(string name) => failures.GetValueOrDefault(name);
    }

    private static void PrintRow(string name, Counts counts, long failed) => Console.WriteLine(
        $"{name,-16}{counts.Started,12:N0}{counts.Done,12:N0}{counts.Cancelled,12:N0}{counts.Failed,12:N0}" +
        $"{counts.Rejected,12:N0}  {(counts.AddUp ? Text(failed) : $"DOES NOT ADD UP, {Text(failed)}")}");

    private static string Text(long failed) => failed == 0 ? "holds" : $"BROKEN ({failed})";
}
