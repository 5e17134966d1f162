using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>Tells an actor the outcome of a future.</summary>
internal sealed class PipeContinuation<T>(
    ICanTell target,
    IActorRef? sender,
    Func<T, object>? success,
    Func<Exception, object>? failure,
    ExecutionContext? context)
    : FutureContinuation, ICallback
{
    public override void Run(Future future)
    {
        // The user's functions run as callbacks, never inside the call that completes the future.
        if (future.IsSuccess ? success is not null : failure is not null)
            future.Loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, future, context));
        else
            Nesting.Run(this, future);
    }

    public override void RunNested(Future future) => Pipe((Future<T>)future);

    void ICallback.Run(object? state) => Pipe((Future<T>)state!);

    string ICallback.Describe(object? state) => Describe();

    public override string Describe() => $"a pipe to {ObjectText.Of(target)}";

    // Nothing is told for a future without a value, as in Akka's PipeTo of a task without a value. An Ask has a reply.
    private bool HasNothingToTell(Future future) =>
        typeof(T) == typeof(Done) && success is null && future.IsSuccess && future is not IAsk;

    private void Pipe(Future<T> future)
    {
        if (HasNothingToTell(future))
            return;
        object message;
        try
        {
            message = MessageOf(future);
        }
        catch (Exception e)
        {
            // The user's function threw: the target is told the failure.
            message = future.Loop.Deliveries.FailureFor(target, e);
        }

        // A promise of this library completes on this thread; Nesting bounds the depth of its continuations.
        if (target is PromiseRef or IAsk)
            target.Tell(message, sender);
        else
            future.Loop.Deliveries.Tell(future.Loop.Name, target, () => target.Tell(message, sender));
    }

    private object MessageOf(Future<T> future)
    {
        if (future.Error is { } error)
            return failure is null ? future.Loop.Deliveries.FailureFor(target, error) : NotNull(failure(error), nameof(failure));
        return success is null
            ? NotNull(future.Result, "the future")
            : NotNull(success(future.Result), nameof(success));
    }

    private static object NotNull(object? message, string origin) => message ?? throw new InvalidOperationException(
        $"PipeTo got null from {origin}, and null is no message. Pass a function that returns a message.");
}
