using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>txaio in Python, on asyncio and on Twisted.</summary>
internal sealed class P12Python : ICase
{
    private static readonly Goal TenTimes = Goal.AtLeast(10);

    public string Id => "P12";

    public string Title => "txaio itself, on asyncio and on Twisted";

    public string Includes =>
        "benchmarks/peers/txaio_peer.py runs once in a process of its own, and the same work runs here. Futures "
        + "are made, given a callback and resolved while all futures are alive. Calls are scheduled at random over "
        + "60 buckets of 1 s, and some of the calls are cancelled in random order. One bucket fires in chunks of "
        + "1,000 calls; its figure is CPU time.";

    public void Run(CaseRun run)
    {
        var sizes = run.IsQuick
            ? new PythonSizes(Futures: 20_000, Scheduled: 20_000, Cancelled: 1_000, Fired: 0)
            : new PythonSizes(Futures: 100_000, Scheduled: 200_000, Cancelled: 4_000, Fired: 100_000);
        var peers = new List<PythonFigures>();
        foreach (var framework in (string[])["asyncio", "twisted"])
        {
            if (PythonPeer.TryRun(framework, sizes, out var figures, out var why))
                peers.Add(figures);
            else
                run.Skip($"txaio on {framework}: {why}");
        }

        if (peers.Count > 0)
            Compare(run, sizes, peers);
    }

    private static void Compare(CaseRun run, PythonSizes sizes, List<PythonFigures> peers)
    {
        using var system = new BenchSystem();
        var ours = Measure(system, sizes);
        foreach (var peer in peers)
        {
            void Add(string work, double mine, double theirs) => run.Faster(
                work, peer.Versions.Split(',')[0], Quantity.Nanoseconds(mine), Quantity.Nanoseconds(theirs), TenTimes);

            Add("future until delivered, all alive", ours.Future, peer.Future);
            Add("batched schedule over 60 buckets", ours.Schedule, peer.Schedule);
            Add("batched cancel in random order", ours.Cancel, peer.Cancel);
            if (ours.FireCpu is { } cpu && peer.FireCpu is { } theirs)
                Add("CPU to fire a call of one bucket", cpu, theirs);
        }
    }

    private static PythonFigures Measure(BenchSystem system, PythonSizes sizes)
    {
        TimerSubject Batched() => new TxaioBatched(system.Txaio, TimerWork.Bucket);
        var delays = TimerWork.Spread(sizes.Scheduled);
        var sides = Rounds.Interleave(
            3,
            Futures(system.Txaio, sizes.Futures),
            TimerWork.Schedule(Batched, delays),
            TimerWork.Cancel(Batched, delays));
        return new PythonFigures(
            "ours", sides[0].Nanoseconds, sides[1].Nanoseconds, sides[2].Nanoseconds, FireCpu(system, sizes.Fired));
    }

    private static double? FireCpu(BenchSystem system, int count)
    {
        if (count == 0)
            return null;
        FiringBucket.WarmUp(system);
        var idle = FiringBucket.IdlePercent(system, TimeSpan.FromSeconds(1));
        // A short bucket, so that an idle system uses little CPU time beside the calls.
        using var subject = new TxaioBatched(system.Txaio, TimeSpan.FromMilliseconds(100));
        return Statistics.Median(
            Enumerable.Range(0, 5).Select(_ => FiringBucket.Watch(subject, count, idle).CpuNanoseconds));
    }

    private static Work Futures(ITxaio txaio, int count) => new("futures", count, () =>
    {
        using var tally = new Tally(count);
        Action<int> callback = value => tally.Hit(value);
        var futures = new Future<int>[count];
        for (var i = 0; i < count; i++)
            futures[i] = txaio.CreateFuture<int>();
        foreach (var future in futures)
            txaio.AddCallbacks(future, callback);
        for (var i = 0; i < count; i++)
            txaio.Resolve(futures[i], i);
        tally.Wait((long)count * (count - 1) / 2);
    });
}
