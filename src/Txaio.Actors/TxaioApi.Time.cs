using Akka;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Time.</content>
internal sealed partial class TxaioApi
{
    private const int NanosecondsPerTick = 100;

    public DelayedCall CallLater(TimeSpan delay, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return loop.CallLater(delay, ActionInvoker.Instance, callback, null, ExecutionContext.Capture());
    }

    /// <summary>Runs a callback with its state on the loop.</summary>
    public DelayedCall CallLater(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        loop.CallLater(delay, invoker, callback, state, ExecutionContext.Capture());

    public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message)
    {
        var (invoker, callback) = TellInvoker.For(target, message);
        return loop.CallLater(delay, invoker, callback, message, null);
    }

    public IBatchedTimer MakeBatchedTimer(
        TimeSpan bucket, int chunkSize = 100, BucketRounding rounding = BucketRounding.Down) =>
        Actors.BatchedTimer.OnLoop(
            extension.TimerHost, loop, extension.TimerHost.NextName(), bucket, chunkSize, rounding);

    public IBatchedTimer BatchedTimer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return extension.NamedTimer(name);
    }

    public Future<Done> Sleep(TimeSpan delay)
    {
        DelayedCall call = default;
        var future = CreateFuture<Done>(_ => call.Cancel());
        call = loop.CallLater(delay, StateInvoker.For<Future<Done>>(), WakeSleeper, future, null);
        future.JoinLoop();
        return future;
    }

    public Future<Done> Sleep(TimeSpan delay, CancellationToken cancellationToken)
    {
        var future = Sleep(delay);
        TokenContinuation.Add(future, cancellationToken, "The sleep's token was cancelled.");
        return future;
    }

    public long TimeNs() => (Scheduler.Now.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;

    public long PerfCounterNs() => Scheduler.HighResMonotonicClock.Ticks * NanosecondsPerTick;

    private static readonly Action<Future<Done>> WakeSleeper = static future => future.TryResolve();
}
