using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>How many calls a cluster of one node stores and cancels in a second.</summary>
internal static class DurableThroughput
{
    public static readonly IReadOnlyList<int> InFlight = [1, 16, 200, 5_000];

    // More than is stored within a round.
    private const int ManyCalls = 1_000_000;
    private const int CancelsInFlight = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Measures schedulers in turn, so that other work on the machine concerns all of them.</summary>
    /// <param name="all">The schedulers; each gets its figures.</param>
    /// <param name="connectionString">The server, where each gets a database.</param>
    /// <param name="rounds">How often each is measured.</param>
    public static void Measure(IReadOnlyList<DurableFigures> all, string connectionString, int rounds)
    {
        var clusters = new List<DurableCluster>();
        try
        {
            foreach (var figures in all)
                clusters.Add(new DurableCluster(figures.Subject, connectionString));
            Measure([.. clusters.Zip(all)], rounds);
        }
        finally
        {
            foreach (var cluster in clusters)
                cluster.Dispose();
        }
    }

    private static void Measure(IReadOnlyList<(DurableCluster Cluster, DurableFigures Figures)> sides, int rounds)
    {
        var rates = sides.ToDictionary(
            static side => side.Cluster,
            static _ => InFlight.ToDictionary(static inFlight => inFlight, static _ => new List<double>()));
        foreach (var (cluster, _) in sides)
        {
            Fill(cluster, InFlight[^1], WarmUp / 2);
            Fill(cluster, InFlight[^2], WarmUp / 2);
        }

        for (var i = 0; i < rounds; i++)
        {
            foreach (var inFlight in InFlight)
            {
                // Every second round runs backwards, so that no side always runs after the same other side.
                foreach (var (cluster, _) in i % 2 == 0 ? sides : sides.Reverse())
                    rates[cluster][inFlight].Add(Fill(cluster, inFlight, Round).PerSecond);
            }
        }

        foreach (var (cluster, figures) in sides)
        {
            cluster.MustHold(cluster.NextKey);
            foreach (var (inFlight, values) in rates[cluster])
                figures.Scheduled[inFlight] = Statistics.Median(values);
            figures.Cancelled = Cancel(cluster, Round);
        }
    }

    private static Peers.Durable.DurableNode.Done Fill(DurableCluster cluster, int inFlight, TimeSpan time) =>
        cluster.Schedule(ManyCalls, inFlight, (DateTimeOffset.UtcNow + Hour).ToUnixTimeMilliseconds(), 0, time);

    private static double Cancel(DurableCluster cluster, TimeSpan time)
    {
        var half = cluster.NextKey / 2;
        var warm = cluster.Node.Cancel(0, half, CancelsInFlight, time);
        var done = cluster.Node.Cancel(half, cluster.NextKey - half, CancelsInFlight, time);
        if (done.Found != done.Count)
        {
            throw new BenchmarkFailedException(
                $"{cluster.Subject.Name} found {done.Found:N0} of {done.Count:N0} calls that it should cancel.");
        }

        cluster.MustHold(cluster.NextKey - warm.Count - done.Count);
        var again = cluster.Node.Cancel(half, 1, 1, time).Found;
        if (cluster.Subject.SaysWhatItCancels && again != 0)
            throw new BenchmarkFailedException($"{cluster.Subject.Name} says that it cancelled a call twice.");
        return done.PerSecond;
    }
}
