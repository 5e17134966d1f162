namespace Txaio.Actors.LogCalls;

/// <summary>
/// Replaces an exception of a log event that loggers cannot render, or that has too many inner exceptions.
/// </summary>
/// <param name="message">The replaced exception's type, and the reason.</param>
/// <param name="text">The text that loggers show.</param>
internal sealed class LogCauseException(string message, string text) : Exception(message)
{
    /// <inheritdoc/>
    public override string ToString() => text;
}
