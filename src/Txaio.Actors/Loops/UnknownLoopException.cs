using Txaio.Actors.Loggers;

namespace Txaio.Actors;

/// <summary>
/// A loop was asked for by a name that neither a section under <c>txaio.loops</c> nor a loop of <c>NewLoop</c> has.
/// </summary>
public sealed class UnknownLoopException : ArgumentException
{
    private const int LongestName = 60;
    private const int MostNamed = 20;

    /// <summary>Makes an exception that names the loop and the configured loops.</summary>
    /// <param name="loop">The name that was asked for.</param>
    /// <param name="known">The names of the configured loops.</param>
    public UnknownLoopException(string loop, IEnumerable<string> known)
        : base(Text(loop, known)) => Loop = loop;

    /// <summary>Makes an exception that names the loop and all others.</summary>
    /// <param name="loop">The name that was asked for.</param>
    /// <param name="configured">The names of the configured loops.</param>
    /// <param name="made">The names of the loops that were made while the system runs.</param>
    internal UnknownLoopException(string loop, IEnumerable<string> configured, IReadOnlyCollection<string> made)
        : this(loop, made.Count == 0 ? configured : [string.Join(", ", configured) + MadeText(made)])
    {
    }

    /// <summary>The name that was asked for.</summary>
    public string Loop { get; }

    private static string Text(string loop, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return $"There is no loop '{SafeText.Of(loop ?? "null", LongestName)}'; configured under txaio.loops are: {string.Join(", ", known)}.";
    }

    private static string MadeText(IReadOnlyCollection<string> names)
    {
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        return $"; made while the system runs are: {string.Join(", ", names.Take(MostNamed))}{more}";
    }
}
