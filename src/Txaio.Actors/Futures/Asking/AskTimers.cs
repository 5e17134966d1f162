using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The timeouts of all Asks of a system: buckets of 100 ms, or of 10 ms for timeouts under a second, rounded up. The
/// dispatcher of the timers fires them, so a loop that is blocked does not keep its own Ask from timing out.
/// </summary>
internal sealed class AskTimers(TimerHost host)
{
    private static readonly TimeSpan FineBelow = TimeSpan.FromSeconds(1);

    private readonly BatchedTimer _coarse =
        BatchedTimer.WithoutLoop(host, "ask.100ms", TimeSpan.FromMilliseconds(100));

    private readonly BatchedTimer _fine =
        BatchedTimer.WithoutLoop(host, "ask.10ms", TimeSpan.FromMilliseconds(10));

    /// <summary>The timeouts of all loops that have not been disposed of. Set before the first Ask.</summary>
    public Func<IEnumerable<AskTimeoutScanner>> Scanners { get; set; } = static () => [];

    /// <summary>How many Asks may still time out.</summary>
    public long PendingCalls => _coarse.PendingCalls + _fine.PendingCalls
        + Scanners().Sum(static loop => loop.PendingAsks - loop.PendingScans);

    /// <summary>Adds the timeouts that have no timer call of their own to <paramref name="calls"/>.</summary>
    public void List(List<ScheduledCall> calls)
    {
        foreach (var loop in Scanners())
            loop.List(calls);
    }

    /// <summary>The time of the bucket in which an Ask made now times out.</summary>
    public long DueIn(TimeSpan timeout) => (timeout < FineBelow ? _fine : _coarse).DueIn(timeout);

    /// <summary>Schedules a call at a time that <see cref="DueIn"/> returned.</summary>
    public DelayedCall ScheduleAt(long due, CallInvoker invoker, object callback) =>
        (due % _coarse.Bucket.Ticks == 0 ? _coarse : _fine).ScheduleAt(due, invoker, callback);

    /// <summary>The time in ticks.</summary>
    public long Now => host.Now;
}
