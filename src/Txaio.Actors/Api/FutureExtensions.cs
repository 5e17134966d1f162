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
    /// <para>The functions run on the thread pool, in the caller's execution context, as those of Akka's <c>PipeTo</c>:
    /// never on the loop and never inside the call that completes the future. They must not use the state of an actor
    /// or of a loop. If a function throws or returns null, the target gets a <see cref="Status.Failure"/>.</para>
    /// <para>Pipes with functions that belong to futures of one loop tell a target in the order in which the futures
    /// were completed; their functions run one after another. A pipe without functions tells at once, and may overtake
    /// them. No loop takes part: a blocked loop delays no message.</para>
    /// <para>The future counts as observed. It is rejected when its loop closes first. Any thread.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="future">The future.</param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="sender">The sender of the message; by default the calling actor; none outside of actors.</param>
    /// <param name="success">Makes the message from the value; by default the value itself.</param>
    /// <param name="failure">
    /// Makes the message from the exception; by default a <see cref="Status.Failure"/>.
    /// </param>
    public static void PipeTo<T>(
        this Future<T> future,
        ICanTell target,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        if (success is null && failure is null)
        {
            AddPipe(future, target, new PipeContinuation<T>(target, sender ?? ActorCell.GetCurrentSelfOrNoSender()));
            return;
        }

        future.PipeTo(
            target,
            success is null ? null : static (value, functions) => functions.success!(value),
            failure is null ? null : static (error, functions) => functions.failure!(error),
            (success, failure),
            sender);
    }

    /// <summary>
    /// As <see cref="PipeTo{T}(Future{T}, ICanTell, IActorRef, Func{T, object}, Func{Exception, object})"/>, with a
    /// state instead of closures: with static delegates, only the pipe itself is allocated.
    /// </summary>
    /// <inheritdoc
    ///   cref="PipeTo{T}(Future{T}, ICanTell, IActorRef, Func{T, object}, Func{Exception, object})" path="/remarks"/>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="future">The future.</param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="success">Makes the message from the value and the state; null: the value itself.</param>
    /// <param name="failure">
    /// Makes the message from the exception and the state; null: a <see cref="Status.Failure"/>.
    /// </param>
    /// <param name="state">The second argument of both functions.</param>
    /// <param name="sender">The sender of the message; by default the calling actor; none outside of actors.</param>
    public static void PipeTo<T, TState>(
        this Future<T> future,
        ICanTell target,
        Func<T, TState, object>? success,
        Func<Exception, TState, object>? failure,
        TState state,
        IActorRef? sender = null) =>
        AddPipe(future, target, new MappedPipe<T, TState>(
            target,
            sender ?? ActorCell.GetCurrentSelfOrNoSender(),
            success,
            failure,
            state,
            ExecutionContext.Capture()));

    private static void AddPipe<T>(Future<T> future, ICanTell target, PipeContinuation<T> pipe)
    {
        ArgumentNullException.ThrowIfNull(future);
        ArgumentNullException.ThrowIfNull(target);
        future.Observe();
        future.RegisterWithLoop();
        future.AddContinuation(pipe);
    }
}
