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
}
