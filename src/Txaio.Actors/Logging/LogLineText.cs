using System.Globalization;
using System.Text;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>The text of lines: one line a message, whatever is in it; stack traces indented.</summary>
internal static class LogLineText
{
    private const string Indent = "    ";

    /// <summary>The event's message. Never throws: other people's arguments may.</summary>
    public static string Message(LogEvent e)
    {
        try
        {
            return Convert.ToString(e.Message, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception error)
        {
            var format = (e.Message as LogMessage)?.Format ?? e.Message?.GetType().Name;
            return $"{format} (could not be rendered: {error.GetType().Name})";
        }
    }

    /// <summary>Appends <paramref name="message"/> with CR and LF written as <c>\r</c> and <c>\n</c>.</summary>
    public static void AppendEscaped(StringBuilder line, string message)
    {
        for (var rest = message.AsSpan(); ;)
        {
            var end = rest.IndexOfAny('\r', '\n');
            if (end < 0)
            {
                line.Append(rest);
                return;
            }

            line.Append(rest[..end]).Append(rest[end] == '\r' ? @"\r" : @"\n");
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>Appends the exception with its stack trace and inner exceptions, each line indented.</summary>
    public static void AppendCause(StringBuilder line, Exception cause)
    {
        foreach (var part in Text(cause).AsSpan().EnumerateLines())
            line.Append(Indent).Append(part).Append(Environment.NewLine);
    }

    private static string Text(Exception cause)
    {
        try
        {
            return cause.ToString();
        }
        catch (Exception)
        {
            return cause.GetType().ToString();
        }
    }
}
