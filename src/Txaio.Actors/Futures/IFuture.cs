using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>A value to come, of any type: the members of <see cref="Future{T}"/> that do not need T.</summary>
/// <remarks>
/// All members may be used from any thread, also after the loop has ended. The library implements this interface; later
/// versions may add members.
/// </remarks>
public partial interface IFuture
{
    /// <summary>The loop on which the future's callbacks run.</summary>
    EventLoop Loop { get; }

    /// <summary>
    /// The future as an actor: any actor that holds this ref, in this process or on another node, completes the future
    /// by replying to the ref. The path is made and registered when it is first read. The path is valid while the
    /// future is pending, and for <c>txaio.futures.keep-completed</c> (30 s) after completion. The path of an Ask is
    /// valid only while the Ask is pending.
    /// </summary>
    IActorRef Ref { get; }

    /// <summary>Whether the future has been resolved, rejected or cancelled (<c>txaio.is_called</c>).</summary>
    /// <remarks>
    /// True as soon as the call that completes the future returns. The callbacks may still wait in the loop's queue then.
    /// </remarks>
    bool IsCalled { get; }

    /// <summary>Whether the future has been cancelled.</summary>
    bool IsCancelled { get; }

    /// <summary>Cancels the future, if it is pending (<c>txaio.cancel</c>).</summary>
    /// <param name="msg">The message of the <see cref="FutureCancelledException"/>; null for a text of the
    /// library.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    [OverloadResolutionPriority(1)]
    bool Cancel(string? msg = null);

    /// <summary>Cancels the future, if it is pending, for a reason that is an exception.</summary>
    /// <remarks>
    /// The future fails with a <see cref="FutureCancelledException"/> that has the message of <paramref name="reason"/>,
    /// and <paramref name="reason"/> as its inner exception. So errbacks, awaits, subscribers and the canceller, which
    /// gets the cancelled future, can read the reason. A <paramref name="reason"/> that is a
    /// <see cref="FutureCancelledException"/> itself, such as the failure of another future, becomes the failure. A
    /// gathered future passes the reason on to the futures that it cancels.
    /// </remarks>
    /// <param name="reason">The reason.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    bool Cancel(Exception reason);

    /// <summary>Completes the future with a failure (<c>txaio.reject</c>).</summary>
    /// <param name="error">The failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    [OverloadResolutionPriority(1)]
    void Reject(Exception error);

    /// <summary>Completes the future with the failure of another future (<c>txaio.reject</c>).</summary>
    /// <param name="error">The failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    void Reject(IFailedFuture error);

    /// <summary>Completes the future with a failure, if it is pending.</summary>
    /// <param name="error">The failure.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    [OverloadResolutionPriority(1)]
    bool TryReject(Exception error);

    /// <summary>Completes the future with the failure of another future, if it is pending.</summary>
    /// <param name="error">The failure.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    bool TryReject(IFailedFuture error);

    /// <summary>
    /// Returns a task that completes with the future. A cancelled future's task is faulted with its
    /// <see cref="FutureCancelledException"/>, so that the message is kept.
    /// </summary>
    /// <returns>The task; its continuations never run inside the call that completes the future.</returns>
    Task AsTask();
}
