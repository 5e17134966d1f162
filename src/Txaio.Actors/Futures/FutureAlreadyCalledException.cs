namespace Txaio.Actors;

/// <summary>A caller resolved or rejected a future that had been resolved, rejected or cancelled before.</summary>
/// <remarks>The future is as it was. <c>TryResolve</c> and <c>TryReject</c> return false instead.</remarks>
public sealed class FutureAlreadyCalledException : InvalidOperationException
{
    /// <summary>Says what was tried on what.</summary>
    /// <param name="message">What could not be done, and what the future is.</param>
    public FutureAlreadyCalledException(string message)
        : base(message)
    {
    }
}
