using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors;

/// <summary>
/// The failure of a future that was cancelled. A text that was given to <c>Cancel</c> is the message. An exception that
/// was given to <c>Cancel</c> is the inner exception.
/// </summary>
/// <remarks>Never reported as unobserved: the cancelling caller knows of the failure.</remarks>
public sealed class FutureCancelledException : OperationCanceledException, IApplicationFailure
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
        : this(message, null, cancellationToken)
    {
    }

    /// <summary>A cancel with an exception as the reason.</summary>
    /// <param name="message">The reason as text; null for the library's text.</param>
    /// <param name="innerException">The reason as an exception; null for none.</param>
    /// <param name="cancellationToken">The token, if a token cancelled the future.</param>
    public FutureCancelledException(
        string? message, Exception? innerException, CancellationToken cancellationToken = default)
        : base(message ?? "The future was cancelled.", innerException, cancellationToken) => Reason = message;

    /// <summary>The data of the inner exception, if it is an <see cref="IApplicationFailure"/>; else null.</summary>
    public object? Payload => (InnerException as IApplicationFailure)?.Payload;

    /// <summary>The message that was given; null for the library's text.</summary>
    internal string? Reason { get; }

    /// <summary>The failure of a future that is cancelled for a reason. A reason of this type is the failure.</summary>
    internal static FutureCancelledException For(Exception reason) =>
        reason as FutureCancelledException ?? new FutureCancelledException(
            FailureText.SafeMessageOf(reason),
            reason,
            (reason as OperationCanceledException)?.CancellationToken ?? CancellationToken.None);
}
