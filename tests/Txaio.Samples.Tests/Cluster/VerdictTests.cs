using DurableCalls.Demo;

namespace Txaio.Samples.Tests.Cluster;

/// <summary>Each promise can be found broken.</summary>
public sealed class VerdictTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Calls_that_were_stored_and_arrived_hold()
    {
        var records = Stored(3);
        Arrive(records, 0, 0);
        Arrive(records, 1, 0.2);
        Arrive(records, 2, 4.9);

        var (holds, output) = Judge(records);

        Assert.True(holds);
        Assert.Equal(
            """
            scheduled        3, stored 3
            delivered        3
            duplicates       0
            lost             0
            early            0
            late by more than 5 s: 0
            late, healthy: p50 0.20 s, p99 0.20 s, max 4.90 s (3 calls)
            every call was stored and delivered, and none before it was due
            """.ReplaceLineEndings(),
            output);
    }

    [Fact]
    public void Call_that_was_stored_and_did_not_arrive_is_lost()
    {
        var records = Stored(2);
        Arrive(records, 0, 1);

        AssertBroken(records, "lost             1", "delivered        1");
    }

    [Fact]
    public void Call_that_arrived_a_millisecond_too_soon_is_early()
    {
        var records = Stored(2);
        Arrive(records, 0, -0.001);
        Arrive(records, 1, 1);

        AssertBroken(records, "early            1", "lost             0");
    }

    [Fact]
    public void Call_that_was_never_stored_breaks_the_promise()
    {
        var records = new Records(1);
        records.Asked(0, Start);
        Arrive(records, 0, 1);

        AssertBroken(records, "scheduled        1, stored 0", "lost             0");
    }

    [Fact]
    public void Second_arrival_is_a_duplicate_and_allowed()
    {
        var records = Stored(1);
        Arrive(records, 0, 1);
        Arrive(records, 0, 6);

        var (holds, output) = Judge(records);

        Assert.True(holds);
        Assert.Contains("duplicates       1", output, StringComparison.Ordinal);
        Assert.Contains("max 1.00 s", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.01, true)]
    [InlineData(1, false)]
    [InlineData(-14.99, false)]
    [InlineData(-15, true)]
    public void Calls_due_from_a_second_before_a_kill_are_shown_apart(double killAfterDue, bool isHealthy)
    {
        var records = Stored(1);
        Arrive(records, 0, 6);

        var (_, output) = Judge(records, killAfterDue);

        Assert.Contains(
            isHealthy ? "late, healthy: p50 6.00 s" : "late, within 15 s after a kill: p50 6.00 s",
            output,
            StringComparison.Ordinal);
        Assert.Contains("late by more than 5 s: 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_that_ended_by_itself_counts_though_no_call_was_lost()
    {
        var records = Stored(1);
        Arrive(records, 0, 1);
        using var output = new StringWriter();

        Assert.False(new Verdict(records, [], ended: 2).Print(output));

        Assert.Contains("and none before it was due", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("nodes that ended by themselves: 2", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    private static Records Stored(int calls)
    {
        var records = new Records(calls);
        for (var i = 0; i < calls; i++)
        {
            records.Asked(i, Start);
            records.IsStored(i);
        }

        return records;
    }

    private static void Arrive(Records records, int number, double late) =>
        records.HasArrived(number, Start + TimeSpan.FromSeconds(late));

    private static void AssertBroken(Records records, params string[] lines)
    {
        var (holds, output) = Judge(records);

        Assert.False(holds);
        Assert.All(lines, line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.EndsWith("the promise was NOT kept", output, StringComparison.Ordinal);
    }

    private static (bool Holds, string Output) Judge(Records records, params double[] kills)
    {
        using var output = new StringWriter();
        var verdict = new Verdict(records, [.. kills.Select(static kill => Start + TimeSpan.FromSeconds(kill))], ended: 0);
        var holds = verdict.Print(output);
        return (holds, output.ToString().TrimEnd());
    }
}
