namespace Txaio.Actors.Loops.Scopes;

/// <summary>Work or an await that a <see cref="CancelScope"/> can end.</summary>
internal interface IScopeMember
{
    /// <summary>Ends the work or the await, if it has not ended. Called by any thread, without a lock.</summary>
    /// <param name="message">The message of the failure.</param>
    /// <param name="token">The token of the failure.</param>
    /// <param name="reason">The inner exception of the failure.</param>
    /// <returns>Whether the work or the await ends, or has ended, with a cancellation.</returns>
    bool CancelInScope(string message, CancellationToken token, Exception? reason);
}
