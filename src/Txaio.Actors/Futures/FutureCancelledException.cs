namespace Txaio.Actors;

/// <summary>The failure of a future that was cancelled. Its message is the one given to <c>Cancel</c>.</summary>
/// <remarks>Never reported as unobserved: the cancelling caller knows of the failure.</remarks>
public sealed class FutureCancelledException : OperationCanceledException
{
    /// <summary>A cancel with a message.</summary>
    /// <param name="message">The reason; null for the library's text.</param>
    public FutureCancelledException(string? message)
        : this(message, CancellationToken.None)
    {
    }

    /// <summary>A cancel by a token.</summary>
    /// <param name="message">The reason; null for the library's text.</param>
    /// <param name="cancellationToken">The token.</param>
    public FutureCancelledException(string? message, CancellationToken cancellationToken)
        : base(message ?? "The future was cancelled.", cancellationToken) => Reason = message;

    /// <summary>The message that was given; null for the library's text.</summary>
    internal string? Reason { get; }
}
