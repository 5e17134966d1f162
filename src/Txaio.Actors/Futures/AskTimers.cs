namespace Txaio.Actors;

/// <summary>
/// The timeouts of all Asks of a system: buckets of 100 ms, of 10 ms for timeouts under a second, rounded up. The
/// actor of the bucket rejects the promise, so a loop that is blocked does not keep its own Ask from timing out.
/// </summary>
internal sealed class AskTimers(TimerHost host)
{
    private static readonly TimeSpan FineBelow = TimeSpan.FromSeconds(1);

    private readonly BatchedTimer _coarse =
        BatchedTimer.WithoutLoop(host, "ask.100ms", TimeSpan.FromMilliseconds(100));

    private readonly BatchedTimer _fine =
        BatchedTimer.WithoutLoop(host, "ask.10ms", TimeSpan.FromMilliseconds(10));

    /// <summary>How many Asks may still time out.</summary>
    public long PendingCalls => _coarse.PendingCalls + _fine.PendingCalls;

    /// <summary>Lets <paramref name="ask"/> time out.</summary>
    public DelayedCall Schedule(TimeSpan timeout, AskRef ask) =>
        (timeout < FineBelow ? _fine : _coarse).Schedule(timeout, Invoker.Instance, ask, null);

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override void Invoke(object callback, object? state) => ((AskRef)callback).TimedOut();

        public override string Describe(object callback, object? state) =>
            $"the timeout of an Ask of {((AskRef)callback).Target}";
    }
}
