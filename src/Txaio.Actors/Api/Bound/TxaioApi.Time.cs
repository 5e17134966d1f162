using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Api.Bound;

/// <content>Time.</content>
internal sealed partial class TxaioApi
{
    public DelayedCall CallLater(TimeSpan delay, Action callback) => loop.CallLater(delay, callback);

    public DelayedCall Schedule(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        loop.CallLater(delay, invoker, callback, state, ExecutionContext.Capture());

    public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender) =>
        loop.CallLater(delay, target, message, sender);

    public IBatchedTimer MakeBatchedTimer(
        TimeSpan bucket, int chunkSize = 100, BucketRounding rounding = BucketRounding.Down) =>
        Timers.Buckets.BatchedTimer.OnLoop(
            extension.TimerHost, loop, extension.TimerHost.NextName(), bucket, chunkSize, rounding);

    public IBatchedTimer BatchedTimer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return extension.NamedTimers.Get(name);
    }

    public Future<Done> Sleep(TimeSpan delay)
    {
        loop.ThrowIfRefusing();
        DelayedCall call = default;
        var future = new Future<Done>(loop, _ => call.Cancel());
        call = loop.CallLater(delay, SleepInvoker.Instance, future, null, null);
        future.RegisterWithLoop();
        return future.InScope();
    }

    public Future<Done> Sleep(TimeSpan delay, CancellationToken cancellationToken)
    {
        Delays.ThrowIfTooLong(delay);
        // If the token is cancelled already, no call is scheduled: a sleep of zero could complete before the token
        // cancels it.
        var future = cancellationToken.IsCancellationRequested ? CreateFuture() : Sleep(delay);
        TokenContinuation.Add(future, cancellationToken, "The sleep's token was cancelled.");
        return future;
    }

    /// <summary>Completes a sleep's future; the future stands in place of the callback.</summary>
    private sealed class SleepInvoker : CallInvoker
    {
        public static readonly SleepInvoker Instance = new();

        public override void Invoke(object callback, object? state) => ((Future<Done>)callback).TryResolve();

        public override string Describe(object callback, object? state) => "a Sleep";
    }
}
