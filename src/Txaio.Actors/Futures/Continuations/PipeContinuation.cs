using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>Tells an actor the outcome of a future: the value itself, or a <see cref="Status.Failure"/>.</summary>
internal class PipeContinuation<T>(ICanTell target, IActorRef? sender) : FutureContinuation
{
    public override void Run(Future future) => Nesting.Run(this, future);

    public override void RunNested(Future future)
    {
        if (!HasNothingToTell(future))
            Tell(future, SafeMessageOf((Future<T>)future));
    }

    public override string Describe() => $"a pipe to {ObjectText.Of(target)}";

    protected ICanTell Target => target;

    /// <summary>Whether a function of the user makes the message of that outcome.</summary>
    protected virtual bool IsMapped(bool isSuccess) => false;

    /// <summary>The message that tells the outcome. It may throw.</summary>
    protected virtual object MessageOf(Future<T> future) => future.Error is { } error
        ? future.Loop.Deliveries.FailureFor(target, error)
        : NotNull(future.Result, "the future");

    protected static object NotNull(object? message, string origin) => message ?? throw new InvalidOperationException(
        $"PipeTo got null from {origin}, and null is no message. Pass a function that returns a message.");

    // Nothing is told for a future without a value, as in Akka's PipeTo of a task without a value. An Ask has a reply.
    private bool HasNothingToTell(Future future) =>
        typeof(T) == typeof(Done) && future.IsSuccess && !IsMapped(isSuccess: true) && future is not IAsk;

    private object SafeMessageOf(Future<T> future)
    {
        try
        {
            return MessageOf(future);
        }
        catch (Exception e)
        {
            // The user's function threw: the target is told the failure.
            return future.Loop.Deliveries.FailureFor(target, e);
        }
    }

    private void Tell(Future future, object message)
    {
        // A promise of this library completes on this thread; Nesting bounds the depth of its continuations.
        if (target is PromiseRef or IAsk)
            target.Tell(message, sender);
        else
            future.Loop.Deliveries.Tell(future.Loop.Name, target, () => target.Tell(message, sender));
    }
}

/// <summary>
/// Tells an actor a message that a user's function makes. The function runs on the thread pool, as with Akka's
/// <c>PipeTo</c>: never inside the call that completes the future, and not behind a blocked loop.
/// </summary>
internal sealed class MappedPipe<T, TState>(
    ICanTell target,
    IActorRef? sender,
    Func<T, TState, object>? success,
    Func<Exception, TState, object>? failure,
    TState state,
    ExecutionContext? context)
    : PipeContinuation<T>(target, sender), ICallback
{
    // Also the outcome without a function: the messages of one target stay in the order of their futures.
    public override void Run(Future future) =>
        future.Loop.PoolQueues.Add(Target, new WorkItem(CallbackInvoker.OffLoop, this, future, context));

    void ICallback.Run(object? future) => Nesting.Run(this, (Future)future!);

    string ICallback.Describe(object? future) => Describe();

    protected override bool IsMapped(bool isSuccess) => isSuccess ? success is not null : failure is not null;

    protected override object MessageOf(Future<T> future)
    {
        if (!IsMapped(future.IsSuccess))
            return base.MessageOf(future);
        return future.Error is { } error
            ? NotNull(failure!(error, state), nameof(failure))
            : NotNull(success!(future.Result, state), nameof(success));
    }
}
