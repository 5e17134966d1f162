using System.Globalization;

namespace Txaio.Actors.LogLevels;

/// <summary>The names of the levels in HOCON, <c>StartLogging</c> and templates.</summary>
internal static class LogLevelNames
{
    private static readonly string[] Names = ["none", "critical", "error", "warn", "info", "debug", "trace"];

    /// <summary>The name of <paramref name="level"/>, or the number of a value that is not a level.</summary>
    public static string Of(TxaioLogLevel level) =>
        IsLevel(level) ? Names[(int)level] : ((int)level).ToString(CultureInfo.InvariantCulture);

    /// <summary>The level with the name <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such level; the message lists the names.</exception>
    public static TxaioLogLevel Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.IndexOf(Names, name) is >= 0 and var level ? (TxaioLogLevel)level : throw Invalid(name);
    }

    /// <summary>Returns <paramref name="level"/> if it is a level.</summary>
    /// <exception cref="ArgumentException">It is not a level; the message lists the names.</exception>
    public static TxaioLogLevel Checked(TxaioLogLevel level) => IsLevel(level) ? level : throw Invalid(Of(level));

    private static bool IsLevel(TxaioLogLevel level) => (uint)level < (uint)Names.Length;

    private static ArgumentException Invalid(string name) =>
        new($"Invalid log level '{name}'; valid are: {string.Join(", ", Names)}");
}
