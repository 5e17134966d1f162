using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Awaits that one thread completes and threads of the pool resume.</summary>
public sealed class HandOverTests
{
    [Fact]
    public void Await_of_a_batch_resumes_once() => Schedules.Explore(static () =>
    {
        var all = Enumerable.Range(0, 4).Select(static _ => new Await()).ToArray();
        Schedules.Run(
            () => Complete(all[..3]),
            () => Complete(all[3..]));
        foreach (var one in all)
            Schedules.Check(one.Resumed == 1, $"an await resumed {one.Resumed} times");

        static void Complete(Await[] some)
        {
            foreach (var one in some)
                AwaitBatch.Queue(one);
        }
    });

    [Fact]
    public void Await_that_blocks_delays_no_await_of_its_batch() => Schedules.Explore(static () =>
    {
        Await last = new(), middle = new(), first = new() { WaitsFor = last };
        Schedules.Run(() =>
        {
            AwaitBatch.Queue(first);
            AwaitBatch.Queue(middle);
            AwaitBatch.Queue(last);
        });
        foreach (var one in new[] { first, middle, last })
            Schedules.Check(one.Resumed == 1, $"an await resumed {one.Resumed} times");
    });

    private sealed class Await : IThreadPoolAwait
    {
        private readonly SemaphoreSlim _ran = new(0);
        private IThreadPoolAwait? _next;
        private int _resumed;

        public Await? WaitsFor { get; init; }

        public int Resumed => Volatile.Read(ref _resumed);

        ref IThreadPoolAwait? IThreadPoolAwait.NextInBatch => ref _next;

        public void Execute()
        {
            WaitsFor?._ran.Wait();
            Interlocked.Increment(ref _resumed);
            _ran.Release();
        }
    }
}
