namespace Txaio.Actors.TestKit;

/// <summary>
/// Calls are scheduled where a test wants none: at <see cref="VirtualTime.ExpectNothingPending"/>, or at the end of
/// the system with <c>txaio.testkit.pending-at-end = throw</c>. The message lists them.
/// </summary>
public sealed class PendingCallsException : Exception
{
    /// <summary>Says what is pending.</summary>
    /// <param name="message">What was expected, and the calls.</param>
    /// <param name="calls">The calls.</param>
    public PendingCallsException(string message, IReadOnlyList<PendingCall> calls)
        : base(message) => Calls = calls;

    /// <summary>What is pending, in due order.</summary>
    public IReadOnlyList<PendingCall> Calls { get; }
}
