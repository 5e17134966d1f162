using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Gathers many futures.</summary>
internal sealed class P10Gather : ICase
{
    public string Id => "P10";

    public string Title => "gather of 10,000 futures";

    public string Includes =>
        "One thread gathers futures that were made beforehand, then resolves them one after the other; the clock "
        + "stops when the callback of the gathered future has read all values. The peer is Task.WhenAll of tasks "
        + "made beforehand, with ContinueWith on an exclusive scheduler. Figures are for one future.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        const int Count = 10_000;

        var sides = Rounds.Interleave(run.Size(31, 9), Futures(system.Txaio, Count), Tasks(Count));

        run.Speed("gather until delivered", sides[0], sides[1], Goal.AtLeast(1));
        run.Bytes("gather until delivered", sides[0], sides[1], Goal.AtMost(3));
    }

    private static long SumBelow(long count) => count * (count - 1) / 2;

    private static Work Futures(ITxaio txaio, int count)
    {
        var futures = new Future<int>[count];
        return new Work("Gather", count, () =>
        {
            using var tally = new Tally(1);
            txaio.AddCallbacks(txaio.Gather(futures), outcomes => tally.Hit(Sum(outcomes)));
            for (var i = 0; i < futures.Length; i++)
                futures[i].Resolve(i);
            tally.Wait(SumBelow(count));
        })
        {
            Prepare = () =>
            {
                for (var i = 0; i < futures.Length; i++)
                    futures[i] = txaio.CreateFuture<int>();
            },
        };
    }

    private static long Sum(IReadOnlyList<Outcome<int>> outcomes)
    {
        var sum = 0L;
        for (var i = 0; i < outcomes.Count; i++)
            sum += outcomes[i].Value;
        return sum;
    }

    private static Work Tasks(int count)
    {
        var exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var sources = new TaskCompletionSource<int>[count];
        var tasks = new Task<int>[count];
        return new Work("Task.WhenAll", count, () =>
        {
            using var tally = new Tally(1);
            _ = Task.WhenAll(tasks).ContinueWith(all => tally.Hit(Sum(all.Result)), exclusive);
            for (var i = 0; i < sources.Length; i++)
                sources[i].SetResult(i);
            tally.Wait(SumBelow(count));
        })
        {
            Prepare = () =>
            {
                for (var i = 0; i < sources.Length; i++)
                {
                    sources[i] = new TaskCompletionSource<int>();
                    tasks[i] = sources[i].Task;
                }
            },
        };
    }

    private static long Sum(int[] values)
    {
        var sum = 0L;
        for (var i = 0; i < values.Length; i++)
            sum += values[i];
        return sum;
    }
}
