using Akka.Event;

namespace Txaio.Actors;

/// <summary>A text with braces in it, as the message of a log event.</summary>
/// <remarks>
/// Loggers that take a plain text for a template, as Akka.Logger.Serilog does, would read its braces as holes. Without
/// braces the two are the same, and the text is published as it is.
/// </remarks>
internal sealed class LogText : LogMessage
{
    private const string Template = "{Message:l}";

    private readonly object[] _values;

    private LogText(string text)
        : base(SemanticLogMessageFormatter.Instance, Template) => _values = [text];

    /// <summary>What an event carries as its message to show exactly <paramref name="text"/>.</summary>
    public static object Of(string text) => HasBraces(text) ? new LogText(text) : text;

    /// <summary>Whether a logger could take the text for a template.</summary>
    public static bool HasBraces(string text) => text.AsSpan().ContainsAny('{', '}');

    /// <inheritdoc/>
    public override IEnumerable<object> Parameters() => _values;

    /// <inheritdoc/>
    public override string Unformatted() => ToString();

    /// <summary>The text.</summary>
    public override string ToString() => (string)_values[0];
}
