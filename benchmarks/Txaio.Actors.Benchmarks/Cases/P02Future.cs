using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>A future from its creation to its callback, beside a task.</summary>
internal sealed class P02Future : ICase
{
    public string Id => "P2";

    public string Title => "a future created, given a callback, resolved, delivered";

    public string Includes =>
        "One thread makes a future, adds a callback and resolves the future, many times. The callbacks run one "
        + "after another on the loop; the clock stops when the last callback has run. The peer is "
        + "TaskCompletionSource with ContinueWith on an exclusive scheduler.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var count = run.Size(200_000, 30_000);

        var sides = Rounds.Interleave(run.Size(7, 3), Sides(system.Txaio, count));

        run.Speed("future until delivered", sides[0], sides[1], Goal.AtLeast(1.1));
        run.Bytes("future until delivered", sides[0], sides[1], Goal.AtMost(0.6));
    }

    /// <summary>The future, then the task.</summary>
    public static Work[] Sides(ITxaio txaio, int count) => [Futures(txaio, count), Tasks(count)];

    private static long SumBelow(long count) => count * (count - 1) / 2;

    private static Work Futures(ITxaio txaio, int count) => new("Future", count, () =>
    {
        using var tally = new Tally(count);
        Action<int> callback = value => tally.Hit(value);
        for (var i = 0; i < count; i++)
        {
            var future = txaio.CreateFuture<int>();
            txaio.AddCallbacks(future, callback);
            txaio.Resolve(future, i);
        }

        tally.Wait(SumBelow(count));
    });

    private static Work Tasks(int count)
    {
        var exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return new Work("TaskCompletionSource", count, () =>
        {
            using var tally = new Tally(count);
            Action<Task<int>> callback = task => tally.Hit(task.Result);
            for (var i = 0; i < count; i++)
            {
                var source = new TaskCompletionSource<int>();
                _ = source.Task.ContinueWith(callback, exclusive);
                source.SetResult(i);
            }

            tally.Wait(SumBelow(count));
        });
    }
}
