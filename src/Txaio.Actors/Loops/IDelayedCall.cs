namespace Txaio.Actors;

/// <summary>A call that was scheduled and can be cancelled (<c>txaio.IDelayedCall</c>).</summary>
public interface IDelayedCall
{
    /// <summary>Whether the call has neither run nor been cancelled. Any thread.</summary>
    bool IsActive { get; }

    /// <summary>Cancels the call (<c>IDelayedCall.cancel</c>). Any thread, constant time.</summary>
    /// <returns>
    /// True: the call will not run. False: the call has run, was cancelled before, or its message is already in the
    /// target's mailbox; or the handle never meant a call. Then nothing happens, and nothing is thrown.
    /// </returns>
    bool Cancel();

    /// <summary>
    /// Makes the call due <paramref name="delay"/> from now, instead of at its old due time (<c>IDelayedCall.reset</c>
    /// of Twisted). Any thread, constant time.
    /// </summary>
    /// <remarks>
    /// The call keeps its handles, callback, state, token and execution context. Among calls with the same due time it
    /// runs last, like a call that is scheduled now. A full loop does not refuse the reset: the call was counted when
    /// it was scheduled.
    /// </remarks>
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <returns>
    /// True: the call is pending, with its new due time. False: the call has run or runs now, was cancelled, its
    /// message is already in the target's mailbox, or its loop or timer has ended; or the handle never meant a call.
    /// Then nothing happens.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    bool Reset(TimeSpan delay);
}
