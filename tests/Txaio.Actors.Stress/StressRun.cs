using System.Collections.Concurrent;
using System.Diagnostics;

namespace Txaio.Actors.Stress;

/// <summary>One run of one kind: its duration, counters and failures. Any thread.</summary>
internal sealed class StressRun(StressOptions options)
{
    private const int MostFailures = 20;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _failed;

    /// <summary>How many threads there are.</summary>
    public int Threads => options.Threads;

    /// <summary>Whether the time is not over, and there is a point in going on.</summary>
    public bool GoesOn => _clock.Elapsed < options.Time && Failed < MostFailures;

    /// <summary>How long it has gone on.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>How much went wrong.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The first failures.</summary>
    public IEnumerable<string> Failures => _failures;

    /// <summary>The counts, in the order of their names.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => _counts.OrderBy(static count => count.Key);

    /// <summary>A random sequence that no other caller of this run gets.</summary>
    public Random Random(int number) => new(HashCode.Combine(options.Seed, number));

    /// <summary>Adds to the count of <paramref name="name"/>.</summary>
    public void Count(string name, long count = 1) => _counts.AddOrUpdate(name, count, (_, before) => before + count);

    /// <summary>Something is wrong.</summary>
    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _failed) <= MostFailures)
            _failures.Enqueue(what);
    }

    /// <summary>Reports the fault unless <paramref name="holds"/>.</summary>
    public void Check(bool holds, Func<string> what)
    {
        if (!holds)
            Fail(what());
    }

    /// <summary>Runs <paramref name="work"/> on that many threads that begin together, and waits for all.</summary>
    public void OnThreads(int count, Action<int> work)
    {
        using var together = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            together.SignalAndWait();
            try
            {
                work(number);
            }
            catch (Exception e)
            {
                Fail($"thread {number}: {e}");
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
    }
}
