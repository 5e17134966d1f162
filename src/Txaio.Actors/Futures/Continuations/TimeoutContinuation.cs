using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>A delayed call that cancels a future. The completion of the future cancels the call.</summary>
internal sealed class TimeoutContinuation : FutureContinuation
{
    private readonly Future _future;
    private readonly TimeSpan _delay;

    // The text or the exception of the cancel; null for a text of the library.
    private readonly object? _reason;

    // The adding thread writes the call, then adds the continuation to the future. The completing thread reads the call
    // afterwards.
    private DelayedCall _call;

    private TimeoutContinuation(Future future, TimeSpan delay, object? reason) =>
        (_future, _delay, _reason) = (future, delay, reason);

    /// <summary>Cancels <paramref name="future"/> after <paramref name="delay"/>.</summary>
    /// <param name="future">The future.</param>
    /// <param name="timer">The timer; null for the calls of the future's loop.</param>
    /// <param name="delay">The delay.</param>
    /// <param name="reason">
    /// The message or the reason of the cancel; null for a message that names the future and the delay.
    /// </param>
    public static void Add(Future future, IBatchedTimer? timer, TimeSpan delay, object? reason)
    {
        Delays.ThrowIfTooLong(delay);
        if (delay == Timeout.InfiniteTimeSpan || future.IsCompleted)
            return;
        var timeout = new TimeoutContinuation(future, delay, reason);
        timeout._call = timer is null
            ? future.Loop.CallLater(delay, Invoker.Instance, timeout, null, context: null)
            : timer.Schedule(delay, Invoker.Instance, timeout, null);
        StressPoint.Here();
        future.AddContinuation(timeout);
        // The end of the loop drops the call, so the loop must reject the future when it ends.
        future.RegisterWithLoop();
    }

    public override void Run(Future future) => _call.Cancel();

    private void Expire() => _ = _reason is Exception reason
        ? _future.Cancel(reason)
        : _future.Cancel(_reason as string ?? DefaultMessage);

    private string DefaultMessage =>
        $"{_future} was not completed within {(_delay < TimeSpan.Zero ? TimeSpan.Zero : _delay)}.";

    /// <remarks>
    /// Cancels off the loop, so that a blocked loop does not delay code that awaits the future elsewhere. The future's
    /// continuations may run foreign code. So the call counts as a message to the future: the dispatcher for deliveries
    /// runs the call without a lock, and apart from other futures.
    /// </remarks>
    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override IActorRef TargetOf(object callback) => ((TimeoutContinuation)callback)._future.Ref;

        public override void Invoke(object callback, object? state) => ((TimeoutContinuation)callback).Expire();

        public override string Describe(object callback, object? state) =>
            $"the timeout of {((TimeoutContinuation)callback)._future}";
    }
}
