using System.Text;

namespace Txaio.Actors.Loggers;

/// <summary>Where a log's own problems go, since they cannot go into the log.</summary>
internal static class ErrorOutput
{
    private const int MaxLength = 65_536;

    /// <summary>Writes one line, which goes on with the exception's text. Never throws.</summary>
    /// <param name="output">The output; null is standard error.</param>
    /// <param name="line">The line.</param>
    /// <param name="error">The exception, or null.</param>
    public static void Write(TextWriter? output, string line, Exception? error = null)
    {
        try
        {
            var text = new StringBuilder();
            SafeText.Append(text, line, MaxLength);
            if (error is null)
                text.Append(Environment.NewLine);
            else
                AppendCause(text.Append(": "), error);
            (output ?? Console.Error).Write(text.ToString());
        }
        catch (Exception)
        {
            // Standard error is closed as well: no output is left.
        }
    }

    // Its first line stands behind the line, those after it are indented.
    private static void AppendCause(StringBuilder text, Exception error)
    {
        const string indent = "    ";
        var start = text.Length;
        CauseText.Append(text, error, indent);
        text.Remove(start, indent.Length);
    }
}
