using System.Diagnostics;
using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors;

/// <summary>A failure made from an exception (<c>txaio.aio.FailedFuture</c>).</summary>
/// <remarks>
/// The stack trace is that of the exception. Immutable; usable from any thread, also after the loop has ended.
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed class FailedFuture : IFailedFuture
{
    /// <summary>Wraps <paramref name="exception"/>.</summary>
    /// <param name="exception">The exception; kept as it is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public FailedFuture(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Value = exception;
    }

    /// <inheritdoc/>
    public Exception Value { get; }

    private string Display => FailureText.Message(Value);

    /// <summary>The exception's message, as txaio's <c>str(failure)</c>.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => FailureText.MessageOf(Value);
}
