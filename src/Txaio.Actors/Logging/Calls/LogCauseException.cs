namespace Txaio.Actors.LogCalls;

/// <summary>Replaces an exception of a log event that loggers could not render, or not within bounds.</summary>
/// <param name="message">The replaced exception's type, and why it was replaced.</param>
/// <param name="text">The text that loggers show.</param>
internal sealed class LogCauseException(string message, string text) : Exception(message)
{
    /// <inheritdoc/>
    public override string ToString() => text;
}
