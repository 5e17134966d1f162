using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <summary>What futures offer beside their members, and the way from tasks to futures.</summary>
public static partial class FutureExtensions
{
    /// <summary>Completes a future that has no value. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <exception cref="FutureAlreadyCalledException">It had been completed before, and stays as it was.</exception>
    public static void Resolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Resolve(Done.Instance);
    }

    /// <summary>Completes a future that has no value, if it is pending. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <returns>False when it had been completed before; nothing happens then.</returns>
    public static bool TryResolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        return future.TryResolve(Done.Instance);
    }

    /// <summary>
    /// Tells <paramref name="target"/> the value, or a <see cref="Status.Failure"/> with the exception, once the
    /// future is completed: how an actor has a future's end sent to itself.
    /// </summary>
    /// <remarks>
    /// A future without a value, a <see cref="Future{T}"/> of <see cref="Done"/> that is no Ask's, tells nothing when
    /// it succeeds, as Akka's <c>PipeTo</c> of such a task; give it <paramref name="success"/> to be told. Without
    /// functions no loop takes part. The functions run on the future's loop, with the execution context of
    /// now; what they throw, and a null in place of a message, reaches the target as a <see cref="Status.Failure"/>.
    /// The future counts as looked at, and is rejected when its loop closes first.
    /// </remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="future">The future.</param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="sender">The sender of the message; by default the actor this is called in, else none.</param>
    /// <param name="success">Makes the message from the value, on the loop; by default the value itself.</param>
    /// <param name="failure">Makes the message from the exception, on the loop.</param>
    public static void PipeTo<T>(
        this Future<T> future,
        ICanTell target,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(future);
        ArgumentNullException.ThrowIfNull(target);
        future.Observe();
        future.RegisterWithLoop();
        var context = success is null && failure is null ? null : ExecutionContext.Capture();
        future.AddContinuation(new PipeContinuation<T>(
            target, sender ?? ActorCell.GetCurrentSelfOrNoSender(), success, failure, context));
    }
}
