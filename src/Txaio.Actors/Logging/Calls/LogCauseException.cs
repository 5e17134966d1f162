namespace Txaio.Actors.LogCalls;

/// <summary>Stands in a log event for an exception that loggers could not show, or not within bounds.</summary>
/// <param name="message">The exception's type, and why it is not there itself.</param>
/// <param name="text">The text that loggers show instead of it.</param>
internal sealed class LogCauseException(string message, string text) : Exception(message)
{
    /// <inheritdoc/>
    public override string ToString() => text;
}
