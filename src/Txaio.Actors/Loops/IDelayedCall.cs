namespace Txaio.Actors;

/// <summary>A call that was scheduled and can be cancelled (<c>txaio.IDelayedCall</c>).</summary>
public interface IDelayedCall
{
    /// <summary>Whether the call has neither run nor been cancelled. Any thread.</summary>
    bool IsActive { get; }

    /// <summary>Cancels the call (<c>IDelayedCall.cancel</c>). Any thread, constant time.</summary>
    /// <returns>
    /// True: the call will not run. False: it has run, was cancelled before, never was a call, or its message is
    /// already in the target's mailbox. Then nothing happens, and nothing is thrown.
    /// </returns>
    bool Cancel();

    /// <summary>
    /// Has the call run in <paramref name="delay"/> from now, instead of at the time it would have been due
    /// (<c>IDelayedCall.reset</c> of Twisted). Any thread, constant time.
    /// </summary>
    /// <remarks>
    /// The handle and its copies stay the call's, and so do its callback, state, token and execution context. Among
    /// calls of one due time, it comes where a call that is scheduled now would come. A full loop does not refuse it:
    /// the call was counted when it was scheduled.
    /// </remarks>
    /// <param name="delay">
    /// Zero or negative: as soon as possible. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <returns>
    /// True: the call is pending, with its new due time. False: it has run or runs now, was cancelled, never was a call,
    /// its message is in the target's mailbox already, or its loop or timer has ended. Then nothing happens.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    bool Reset(TimeSpan delay);
}
