using System.Globalization;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Cancels promises that were requested with an Ask after <paramref name="timeout"/>, or up to a second later. Needs no
/// loop, and no actor that a message could stop.
/// </summary>
internal sealed class PromiseTimeouts(TimerHost host, TimeSpan timeout)
{
    private readonly BatchedTimer _timer = BatchedTimer.WithoutLoop(host, "asked.1s", TimeSpan.FromSeconds(1));

    /// <summary>Cancels <paramref name="future"/> after the time.</summary>
    /// <returns>The call that cancels the future; no call for an infinite timeout, and when the system ends.</returns>
    public DelayedCall Start(Future future)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
            return default;
        try
        {
            return _timer.Schedule(timeout, Invoker.Instance, future, timeout);
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            // The system has ended.
            return default;
        }
    }

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override void Invoke(object callback, object? state) => ((Future)callback).Cancel(string.Create(
            CultureInfo.InvariantCulture,
            $"The promise was requested with an Ask, or for an actor that is not of the requesting node, and has not " +
            $"completed within txaio.futures.asked-promise-timeout = {((TimeSpan)state!).TotalSeconds} s."));

        public override string Describe(object callback, object? state) =>
            "the timeout of a requested promise";
    }
}
