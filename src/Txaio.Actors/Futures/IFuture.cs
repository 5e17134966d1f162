using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>A value to come, of any type: the members of <see cref="Future{T}"/> that do not need T.</summary>
/// <remarks>All members may be used from any thread, also after the loop has ended.</remarks>
public interface IFuture
{
    /// <summary>The loop that its callbacks run on.</summary>
    EventLoop Loop { get; }

    /// <summary>
    /// The future as an actor: any actor that holds this ref, in this process or on another node, completes the future
    /// by replying to it. Its path is made and registered when it is first read. It is found while the future is
    /// pending, and for <c>txaio.futures.keep-completed</c>, 30 s, after completion, unless it is an Ask's.
    /// </summary>
    IActorRef Ref { get; }

    /// <summary>Whether it has been resolved, rejected or cancelled (<c>txaio.is_called</c>).</summary>
    bool IsCalled { get; }

    /// <summary>Whether it has been cancelled.</summary>
    bool IsCancelled { get; }

    /// <summary>Cancels it, if it is pending (<c>txaio.cancel</c>).</summary>
    /// <param name="msg">The message of the <see cref="FutureCancelledException"/> it fails with.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    bool Cancel(string? msg = null);

    /// <summary>Fails it (<c>txaio.reject</c>).</summary>
    /// <param name="error">Why.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    [OverloadResolutionPriority(1)]
    void Reject(Exception error);

    /// <summary>Fails it with another's failure (<c>txaio.reject</c>).</summary>
    /// <param name="error">Why.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    void Reject(IFailedFuture error);

    /// <summary>Fails it, if it is pending.</summary>
    /// <param name="error">Why.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    [OverloadResolutionPriority(1)]
    bool TryReject(Exception error);

    /// <summary>Fails it with another's failure, if it is pending.</summary>
    /// <param name="error">Why.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    bool TryReject(IFailedFuture error);

    /// <summary>
    /// A task that ends as the future does. A cancelled future's task is faulted with its
    /// <see cref="FutureCancelledException"/>, so that the message is kept.
    /// </summary>
    /// <returns>The task; its continuations never run inside the call that completes the future.</returns>
    Task AsTask();
}
