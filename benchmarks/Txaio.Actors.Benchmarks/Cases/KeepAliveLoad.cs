using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>
/// Connections that ping all the time, as Autobahn's do: a ping call fires and arms a timeout; the pong cancels the
/// timeout and arms the next ping. All calls run in one loop or one actor, which the subclass provides.
/// </summary>
internal abstract class KeepAliveLoad(string name, KeepAliveSizes sizes) : IDisposable
{
    /// <summary>How long a system takes to come to rest.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.7);

    private readonly List<float> _lateness = new(1_000_000);
    private long _pings;
    private long _timeouts;
    private long _lostCancels;
    private volatile bool _isNoted;

    public string Name { get; } = name;

    protected KeepAliveSizes Sizes { get; } = sizes;

    /// <summary>The actor system of the load.</summary>
    protected BenchSystem System { get; } = new();

    /// <summary>The clock of the loop or scheduler.</summary>
    protected abstract TimeSpan Now { get; }

    /// <summary>Runs the load for a while.</summary>
    public KeepAliveFigures Run(TimeSpan window)
    {
        var before = Memory.Retained();
        ArmAll();
        var kept = Memory.Retained() - before;
        // Until the first pings have fired.
        Thread.Sleep(Settling);

        _isNoted = true;
        var pings = Interlocked.Read(ref _pings);
        var bytes = GC.GetTotalAllocatedBytes();
        var cpu = Cpu.UsedWithoutCompiling;
        Thread.Sleep(window);
        var cpuUsed = Cpu.UsedWithoutCompiling - cpu;
        var allocated = GC.GetTotalAllocatedBytes() - bytes;
        pings = Interlocked.Read(ref _pings) - pings;
        _isNoted = false;

        Check(window, pings);
        // The loop or actor may still be noting the last ping.
        Thread.Sleep(50);
        return new KeepAliveFigures(
            cpuUsed, pings, (double)allocated / pings, (double)kept / Sizes.Connections, [.. _lateness]);
    }

    public virtual void Dispose() => System.Dispose();

    /// <summary>Arms the first ping of each connection, spread evenly over one interval.</summary>
    protected abstract void ArmAll();

    /// <summary>The connections, for the check that every ping has come.</summary>
    protected abstract IEnumerable<PingTime> PingsDue();

    protected TimeSpan FirstPing(int connection) => Sizes.Interval * connection / Sizes.Connections;

    /// <summary>
    /// Whether the lateness of a connection's pings is noted: only for every sixteenth connection, because reading the
    /// clock twice costs as much as a ping.
    /// </summary>
    protected static bool IsNoted(int connection) => connection % 16 == 0;

    /// <summary>When a ping armed now is due.</summary>
    protected PingTime DueIn(TimeSpan delay, bool isNoted) =>
        new(Environment.TickCount64 + (long)delay.TotalMilliseconds, isNoted ? Now + delay : null);

    protected void Pinged(PingTime due)
    {
        Interlocked.Increment(ref _pings);
        if (_isNoted && due.Exactly is { } exactly)
            _lateness.Add((float)(Now - exactly).TotalMilliseconds);
    }

    protected void TimedOut() => Interlocked.Increment(ref _timeouts);

    protected void CouldNotCancel() => Interlocked.Increment(ref _lostCancels);

    private void Check(TimeSpan window, long pings)
    {
        BenchmarkFailedException.ThrowUnlessEqual(0, Interlocked.Read(ref _timeouts), "timeouts that fired");
        BenchmarkFailedException.ThrowUnlessEqual(0, Interlocked.Read(ref _lostCancels), "cancels that came too late");
        var limit = Environment.TickCount64 - (long)Sizes.Bucket.TotalMilliseconds - 1000;
        BenchmarkFailedException.ThrowUnlessEqual(0, PingsDue().Count(due => due.Ms < limit), "pings missed");
        var expected = Sizes.Connections * (window / Sizes.Interval);
        if (pings < 0.9 * expected)
            throw new BenchmarkFailedException($"{pings:N0} pings in {window}; {expected:N0} were due.");
    }
}

/// <summary>When a ping is due.</summary>
/// <param name="Ms">In milliseconds, by a coarse clock.</param>
/// <param name="Exactly">By the clock of the loop or scheduler; null unless the lateness is noted.</param>
internal readonly record struct PingTime(long Ms, TimeSpan? Exactly);

/// <summary>How large the load is.</summary>
internal sealed record KeepAliveSizes(
    int Connections, TimeSpan Interval, TimeSpan Timeout, TimeSpan Bucket, int ChunkSize);

/// <summary>The figures of the load.</summary>
/// <param name="Cpu">CPU time of the process, without compilation.</param>
/// <param name="Pings">Pings in the window, each with a timeout armed and cancelled.</param>
/// <param name="BytesForAPing">Bytes allocated for each ping.</param>
/// <param name="KeptForAConnection">Bytes kept for a connection's pending ping, without the connection itself.</param>
/// <param name="Lateness">Milliseconds after the requested time, for the noted pings.</param>
internal sealed record KeepAliveFigures(
    TimeSpan Cpu, long Pings, double BytesForAPing, double KeptForAConnection, float[] Lateness);
