using System.Text;

namespace Txaio.Actors.Loggers;

/// <summary>Writes errors of the logging code itself, which cannot be logged.</summary>
internal static class ErrorOutput
{
    private const int MaxLength = 65_536;

    /// <summary>Writes a line and the exception's text. Never throws.</summary>
    /// <param name="output">The output; null is standard error.</param>
    /// <param name="line">The line.</param>
    /// <param name="error">The exception, or null.</param>
    public static void Write(TextWriter? output, string line, Exception? error = null)
    {
        try
        {
            (output ?? Console.Error).WriteLine(Text(line, error));
        }
        catch (Exception)
        {
            // Standard error is closed: there is no other output.
        }
    }

    /// <summary>The line, followed by the exception's text. All lines but the first are indented.</summary>
    public static string Text(string line, Exception? error)
    {
        if (error is null)
            return SafeText.Of(line, MaxLength);
        const string indent = "    ";
        var text = new StringBuilder();
        SafeText.Append(text, line, MaxLength);
        var start = text.Append(": ").Length;
        CauseText.Append(text, error, indent);
        return text.Remove(start, indent.Length).ToString().TrimEnd();
    }
}
