using System.Globalization;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogLevels;

/// <summary>The names of the levels in HOCON, <c>StartLogging</c> and templates.</summary>
internal static class LogLevelNames
{
    private static readonly string[] Names = ["none", "critical", "error", "warn", "info", "debug", "trace"];

    /// <summary>The name of <paramref name="level"/>, or the number of a value that is not a level.</summary>
    public static string Of(TxaioLogLevel level) =>
        IsLevel(level) ? Names[(int)level] : ((int)level).ToString(CultureInfo.InvariantCulture);

    /// <summary>The level with the name <paramref name="level"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="level"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such level; the message lists the names.</exception>
    public static TxaioLogLevel Parse(string level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return Array.IndexOf(Names, level) is >= 0 and var found ? (TxaioLogLevel)found : throw Invalid(level);
    }

    /// <summary>Returns <paramref name="level"/> if it is a level.</summary>
    /// <exception cref="ArgumentException">It is not a level; the message lists the names.</exception>
    public static TxaioLogLevel Checked(TxaioLogLevel level) => IsLevel(level) ? level : throw Invalid(Of(level));

    private static bool IsLevel(TxaioLogLevel level) => (uint)level < (uint)Names.Length;

    // The public methods all name this parameter level.
    private static ArgumentException Invalid(string level) =>
        new($"Invalid log level '{SafeText.Of(level, 60)}'; valid are: {string.Join(", ", Names)}", nameof(level));
}
