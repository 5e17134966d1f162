using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Telemetry;

/// <summary>The message of a log event whose text has braces, is not safe in a line, or is long.</summary>
/// <remarks>
/// A logger that takes a plain text for a template, as Akka.Logger.Serilog does, would read braces as holes. Akka's
/// console writes a plain text unchanged. Any other text is published unchanged. The value is the whole text;
/// loggers show a safe and shortened form.
/// </remarks>
internal sealed class LogText : LogMessage
{
    /// <summary>How many characters of a message are shown.</summary>
    public const int MaxLength = 65_536;

    private const string Template = "{Message:l}";

    private readonly object[] _values;

    private LogText(string text)
        : base(SemanticLogMessageFormatter.Instance, Template) => _values = [text];

    /// <summary>The message of an event that every logger shows as exactly <paramref name="text"/>.</summary>
    public static object Of(string text) => IsPlain(text) ? text : new LogText(text);

    /// <summary>Whether every logger shows the text unchanged, and may do so.</summary>
    public static bool IsPlain(string text) =>
        text.Length <= MaxLength && !text.AsSpan().ContainsAny('{', '}') && SafeText.IsSafe(text);

    /// <summary>Returns the safe and shortened form of a message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="missing">How many of its characters are missing already.</param>
    public static string Shown(string text, long missing = 0) => SafeText.Of(text, MaxLength, missing);

    /// <inheritdoc/>
    public override IEnumerable<object> Parameters() => _values;

    /// <inheritdoc/>
    public override string Unformatted() => ToString();

    /// <summary>The text as it is shown.</summary>
    public override string ToString() => Shown((string)_values[0]);
}
