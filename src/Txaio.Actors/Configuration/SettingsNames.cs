namespace Txaio.Actors.Configuration;

/// <summary>Checks the names of loops and timers, and measures how similar two keys are.</summary>
internal static class SettingsNames
{
    /// <summary>The allowed characters of a name, for error messages.</summary>
    public const string Allowed = "a name must be made of letters (A-Z, a-z), digits, '_' and '-'";

    /// <summary>
    /// Whether <paramref name="name"/> is <c>[A-Za-z0-9_-]+</c>, since it becomes part of an actor's path.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>
    /// The number of letters to add, remove or replace to turn one text into the other (Levenshtein).
    /// </summary>
    public static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var replaced = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
