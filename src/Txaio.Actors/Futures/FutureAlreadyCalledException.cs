namespace Txaio.Actors;

/// <summary>A caller resolved or rejected a future that had been resolved, rejected or cancelled before.</summary>
/// <remarks>The future does not change. <c>TryResolve</c> and <c>TryReject</c> return false instead.</remarks>
public sealed class FutureAlreadyCalledException : InvalidOperationException
{
    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">The operation that was refused, and the state of the future.</param>
    public FutureAlreadyCalledException(string message)
        : base(message)
    {
    }
}
