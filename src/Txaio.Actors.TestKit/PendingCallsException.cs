namespace Txaio.Actors.TestKit;

/// <summary>
/// Calls are scheduled when a test expects none: at <see cref="VirtualTime.ExpectNothingPending"/>, or at the end of
/// the system with <c>txaio.testkit.pending-at-end = throw</c>. The message lists them.
/// </summary>
public sealed class PendingCallsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">States the expectation and lists the calls.</param>
    /// <param name="calls">The pending calls.</param>
    public PendingCallsException(string message, IReadOnlyList<PendingCall> calls)
        : base(message) => Calls = calls;

    /// <summary>The pending calls, in due order.</summary>
    public IReadOnlyList<PendingCall> Calls { get; }
}
