namespace DurableCalls.Demo;

/// <summary>Compares the records, and says whether the promises were kept.</summary>
/// <param name="records">The records of all calls.</param>
/// <param name="kills">When nodes were killed.</param>
/// <param name="ended">How many nodes ended by themselves.</param>
internal sealed class Verdict(Records records, IReadOnlyList<DateTimeOffset> kills, int ended)
{
    // The time after a kill in which the stripes of the dead node move, and move back; calls due then are shown apart.
    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(15);

    // A call that is due just before a kill may be on its way then.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(5);

    /// <summary>Prints the figures.</summary>
    /// <returns>Whether no stored call was lost, none was early, and no node ended by itself.</returns>
    public bool Print(TextWriter output)
    {
        var all = records.All;
        var stored = all.Count(static record => record.IsStored);
        var lost = all.Count(static record => record.IsStored && record.Arrivals == 0);
        var arrived = all.Where(static record => record.Arrivals > 0).ToList();
        var early = arrived.Count(static record => record.FirstArrival < record.Due);

        output.WriteLine($"scheduled  {all.Count,7}, stored {stored}");
        output.WriteLine($"delivered  {arrived.Count,7}");
        output.WriteLine($"duplicates {arrived.Sum(static record => record.Arrivals - 1),7}");
        output.WriteLine($"lost       {lost,7}");
        output.WriteLine($"early      {early,7}");
        output.WriteLine($"late by more than {Goal.TotalSeconds} s: {arrived.Count(static record => IsLate(record))}");
        PrintLateness(output, "late, healthy", arrived.Where(record => !IsAroundKill(record)));
        PrintLateness(output, $"late, within {Moving.TotalSeconds} s after a kill", arrived.Where(IsAroundKill));
        var holds = lost == 0 && early == 0 && stored == all.Count;
        output.WriteLine(holds
            ? "every call was stored and delivered, and none before it was due"
            : "the promise was NOT kept");
        if (ended > 0)
            output.WriteLine($"nodes that ended by themselves: {ended}");
        return holds && ended == 0;
    }

    private bool IsAroundKill(Records.Record record) =>
        kills.Any(kill => record.Due >= kill - OnItsWay && record.Due < kill + Moving);

    private static bool IsLate(Records.Record record) => record.FirstArrival - record.Due > Goal;

    private static void PrintLateness(TextWriter output, string title, IEnumerable<Records.Record> records)
    {
        var late = records.Select(static record => (record.FirstArrival - record.Due).TotalSeconds).Order().ToList();
        if (late.Count == 0)
            return;
        output.WriteLine(
            $"{title}: p50 {At(0.5):0.00} s, p99 {At(0.99):0.00} s, max {late[^1]:0.00} s ({late.Count} calls)");

        double At(double part) => late[(int)((late.Count - 1) * part)];
    }
}
