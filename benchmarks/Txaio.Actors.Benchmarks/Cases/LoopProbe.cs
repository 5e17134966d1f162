using System.Diagnostics;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Posts a callback every millisecond, and notes how long each callback waited to run.</summary>
/// <param name="post">Posts a callback to the loop or actor that is watched.</param>
internal sealed class LoopProbe(Action<Action> post)
{
    // Written by the watched loop or actor, one callback at a time; read after the last callback has run.
    private readonly List<Wait> _waits = new(20_000);
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>How long one callback waited.</summary>
    /// <param name="At">When the callback was posted, since the start.</param>
    /// <param name="Milliseconds">From then until the callback ran.</param>
    public readonly record struct Wait(TimeSpan At, double Milliseconds);

    public IReadOnlyList<Wait> Waits => _waits;

    public void Start()
    {
        var started = Stopwatch.GetTimestamp();
        _thread = new Thread(() =>
        {
            while (!_stopping)
            {
                Post(started);
                Thread.Sleep(1);
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Stops, and waits until all posted callbacks have run.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread!.Join();
        using var done = new ManualResetEventSlim();
        post(done.Set);
        if (!done.Wait(TimeSpan.FromSeconds(30)))
            throw new Harness.BenchmarkFailedException("The probe's last callback did not run within 30 s.");
    }

    private void Post(long started)
    {
        var posted = Stopwatch.GetTimestamp();
        post(() => _waits.Add(new Wait(
            Stopwatch.GetElapsedTime(started, posted), Stopwatch.GetElapsedTime(posted).TotalMilliseconds)));
    }
}
