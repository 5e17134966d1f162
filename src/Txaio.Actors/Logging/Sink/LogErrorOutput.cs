using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogSinks;

/// <summary>Reports errors of the logging code itself, which cannot be logged.</summary>
internal static class LogErrorOutput
{
    /// <summary>Writes one line, and the exception's text indented below it. Never throws.</summary>
    /// <param name="output">The output; null is standard error.</param>
    /// <param name="problem">The line.</param>
    /// <param name="error">The exception, or null.</param>
    public static void Report(TextWriter? output, string problem, Exception? error = null) =>
        ErrorOutput.Write(output, $"Txaio.Actors logging: {problem}", error);
}
