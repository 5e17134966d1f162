using System.Text;

namespace Txaio.Actors.Loggers;

/// <summary>
/// In place of an exception whose text, as .NET writes it, would forge a line or steer a terminal. The exception itself
/// is the inner exception.
/// </summary>
internal sealed class SafeCause : Exception
{
    private const string Indent = "   ";

    private readonly string _text;

    private SafeCause(Exception cause, string text)
        : base(text.Split(Environment.NewLine, 2)[0], cause) => _text = text;

    /// <summary>The exception, or an exception whose text is safe.</summary>
    public static Exception? Of(Exception? cause) =>
        cause is null || IsSafe(cause) ? cause : new SafeCause(cause, TextOf(cause));

    /// <summary>The text of the exception: each exception's type and message on one line, the rest indented.</summary>
    public override string ToString() => _text;

    private static string TextOf(Exception cause)
    {
        var text = new StringBuilder();
        CauseText.Append(text, cause, Indent);
        var lines = text.ToString().Trim();
        var name = SafeText.Of(cause.GetType().ToString());
        return StartsWith(lines, name) ? lines : $"{name}: {lines}";
    }

    // The first line is not indented; it begins with the class, also if the class overrides ToString.
    private static bool StartsWith(string text, string name) => text.StartsWith(name, StringComparison.Ordinal);

    // Whether the text has no line but those of the stacks and the marks between exceptions, and every line is safe.
    private static bool IsSafe(Exception cause)
    {
        try
        {
            return CauseText.IsBounded(cause) && CauseText.IsSafe(cause)
                && StartsWith(cause.ToString(), cause.GetType().ToString());
        }
        catch (Exception)
        {
            // A member of the exception throws. Its safe text says so.
            return false;
        }
    }
}
