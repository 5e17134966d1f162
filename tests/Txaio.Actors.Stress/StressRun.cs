using System.Collections.Concurrent;
using System.Diagnostics;

namespace Txaio.Actors.Stress;

/// <summary>The duration, counters and failures of one run of a kind of stress, for any thread.</summary>
internal sealed class StressRun(StressOptions options)
{
    private const int MostFailures = 20;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _failed;

    /// <summary>The number of threads.</summary>
    public int Threads => options.Threads;

    /// <summary>Whether the run goes on. A run ends after its time, or after too many failures.</summary>
    public bool IsRunning => _clock.Elapsed < options.Time && Failed < MostFailures;

    /// <summary>The time since the start of the run.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The number of failures.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The first failures.</summary>
    public IEnumerable<string> Failures => _failures;

    /// <summary>The counts, in the order of their names.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => _counts.OrderBy(static count => count.Key);

    /// <summary>A random sequence of its own for each number. The same in each process with the same seed.</summary>
    public Random Random(int number) => new(unchecked((options.Seed * 31) + number));

    /// <summary>Adds to the count of <paramref name="name"/>.</summary>
    public void Count(string name, long count = 1) => _counts.AddOrUpdate(name, count, (_, before) => before + count);

    /// <summary>Reports a failure.</summary>
    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _failed) <= MostFailures)
            _failures.Enqueue(what);
    }

    /// <summary>Reports a failure unless <paramref name="holds"/> is true.</summary>
    public void Check(bool holds, Func<string> what)
    {
        if (!holds)
            Fail(what());
    }

    /// <summary>Runs <paramref name="work"/> on threads that start at the same time, and waits for all.</summary>
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
