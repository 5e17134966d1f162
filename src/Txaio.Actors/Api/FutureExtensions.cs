using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors;

/// <summary>Extension methods of futures, and conversions of tasks to futures.</summary>
public static partial class FutureExtensions
{
    /// <summary>Completes a future that has no value. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    public static void Resolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Resolve(Done.Instance);
    }

    /// <summary>Completes a future that has no value, if it is pending. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    public static bool TryResolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        return future.TryResolve(Done.Instance);
    }

    /// <summary>
    /// Tells <paramref name="target"/> the value, or a <see cref="Status.Failure"/> with the exception, once the
    /// future is completed. An actor can pipe a future to itself.
    /// </summary>
    /// <remarks>
    /// <para>A future without a value is a <see cref="Future{T}"/> of <see cref="Done"/> that no Ask returned. When it
    /// succeeds, the target gets no message, as with Akka's <c>PipeTo</c> of a task without a value. Give
    /// <paramref name="success"/> to send a message then.</para>
    /// <para>The functions run on the future's loop, in the caller's execution context. If a function throws or returns
    /// null, the target gets a <see cref="Status.Failure"/>. Without a function for the outcome, no loop takes
    /// part.</para>
    /// <para>The future counts as observed. It is rejected when its loop closes first.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="future">The future.</param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="sender">The sender of the message; by default the calling actor; none outside of actors.</param>
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
