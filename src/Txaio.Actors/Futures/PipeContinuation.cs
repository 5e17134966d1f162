using Akka.Actor;

namespace Txaio.Actors;

/// <summary>Tells an actor how a future ended.</summary>
internal sealed class PipeContinuation<T>(
    ICanTell target, IActorRef? sender, Func<T, object>? success, Func<Exception, object>? failure)
    : FutureContinuation
{
    public override void Run(Future future)
    {
        try
        {
            target.Tell(MessageOf((Future<T>)future), sender);
        }
        catch (Exception e)
        {
            // The value cannot be told, or the user's function threw: the target learns that much.
            target.Tell(new Status.Failure(e), sender);
        }
    }

    private object MessageOf(Future<T> future)
    {
        if (future.Error is { } error)
            return failure is null ? new Status.Failure(error) : failure(error);
        return success is null ? future.Result! : success(future.Result);
    }
}
