namespace Txaio.Actors.Configuration;

/// <summary>The names of the loops that a setting may have.</summary>
/// <param name="Configured">The loops with a section under <c>txaio.loops</c>.</param>
/// <param name="Made">The loops that were made while the system runs.</param>
internal sealed record LoopNames(IReadOnlyCollection<string> Configured, IReadOnlyCollection<string> Made)
{
    /// <summary>The allowed values, for error messages.</summary>
    public string Allowed =>
        $"must be the name of a configured loop; configured are {Sorted(Configured)}"
        + (Made.Count == 0 ? "" : $"; made at run time are {Sorted(Made)}");

    /// <summary>Whether a loop has that name.</summary>
    public bool Contain(string name) =>
        Configured.Contains(name, StringComparer.Ordinal) || Made.Contains(name, StringComparer.Ordinal);

    private static string Sorted(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal));
}
