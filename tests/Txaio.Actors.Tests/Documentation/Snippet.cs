namespace Txaio.Actors.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">Where the block begins, from 1.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">The block without its fences.</param>
public sealed record Snippet(string Page, int Line, string Language, string Text)
{
    /// <summary>All blocks of all pages in one language.</summary>
    public static IEnumerable<Snippet> All(string language) =>
        Repository.Pages().SelectMany(Of).Where(snippet => snippet.Language == language);

    /// <summary>Where it stands, for the list of tests.</summary>
    public override string ToString() => $"{Page}:{Line}";

    private static IEnumerable<Snippet> Of(string page)
    {
        var lines = Repository.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            var begin = i + 1;
            for (i++; i < lines.Length && !lines[i].StartsWith("```", StringComparison.Ordinal);)
                i++;
            yield return new Snippet(page, begin, lines[begin - 1][3..].Trim(), string.Join('\n', lines[begin..i]));
        }
    }
}
