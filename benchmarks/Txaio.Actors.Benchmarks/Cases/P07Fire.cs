using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>A bucket of a million calls fires.</summary>
internal sealed class P07Fire : ICase
{
    private static readonly TimeSpan TwoTicks = TimeSpan.FromMilliseconds(20);

    public string Id => "P7";

    public string Title => "a bucket of a million calls fires";

    public string Includes =>
        "CPU time of the whole process from just before the due time until the last call has run, without the "
        + "CPU time that an idle system uses meanwhile. The peer is the CPU time of a CallSoon from another "
        + "thread. In separate runs, a thread posts a callback to the loop every millisecond, and records how long "
        + "the callback waits. A chunk has 1,000 calls. The last call may run a bucket and two ticks after the due "
        + "time.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var count = run.Size(1_000_000, 300_000);
        var bucket = TimeSpan.FromMilliseconds(run.Size(1_000, 300));
        var callSoon = Rounds.Interleave(
            run.Size(5, 3), P01CallSoon.PostTo("CallSoon", count / 2, system.Txaio.Loop.CallSoon))[0];
        FiringBucket.WarmUp(system);
        var idle = FiringBucket.IdlePercent(system, TimeSpan.FromMilliseconds(run.Size(2_000, 400)));

        using var subject = new TxaioBatched(system.Txaio, bucket);
        FiringBucket.Fired[] fired =
            [.. Enumerable.Range(0, run.Size(2, 1)).Select(_ => FiringBucket.Watch(subject, count, idle))];
        var cpu = Statistics.Median(fired.Select(static run => run.CpuNanoseconds));
        run.Part("CPU to fire a call", "CallSoon, CPU", Quantity.Nanoseconds(cpu),
            Quantity.Nanoseconds(callSoon.CpuNanoseconds), Goal.AtMost(2));

        var allowed = (bucket + TwoTicks).TotalMilliseconds;
        var took = Statistics.Median(fired.Select(static run => run.Took.TotalMilliseconds));
        run.Absolute("last call after the due time",
            new Quantity(took, "ms"), Goal.AtMost(allowed, "ms"));

        double[][] waits =
            [.. Enumerable.Range(0, run.Size(2, 1)).Select(_ => Waits(system, subject, count, idle))];
        run.Absolute("wait of another callback meanwhile, 99th percentile",
            new Quantity(Statistics.Median(waits.Select(static waits => Statistics.Percentile(waits, 99))), "ms"),
            Goal.AtMost(5, "ms"));
        run.Absolute("wait of another callback meanwhile, median",
            new Quantity(Statistics.Median(waits.Select(Statistics.Median)), "ms"), Goal.ShownIn("ms"));
    }

    private static double[] Waits(BenchSystem system, TimerSubject subject, int count, double idle)
    {
        var probe = new LoopProbe(system.Txaio.Loop.CallSoon);
        FiringBucket.Watch(subject, count, idle, probe);
        return [.. probe.Waits.Select(static wait => wait.Milliseconds)];
    }
}
