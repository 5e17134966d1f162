using System.Text.RegularExpressions;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">Where the block begins, from 1.</param>
/// <param name="Language">The language after the fence.</param>
/// <param name="Text">The block without its fences.</param>
public sealed partial record Snippet(string Page, int Line, string Language, string Text)
{
    // A page ends the line above its preamble with this text. The other C# blocks of the page go below the preamble.
    private const string Introduction = "go below these lines:";

    /// <summary>The packages of the nearest line "Packages:" above the block; empty when the page has none.</summary>
    public IReadOnlyList<string> Packages { get; private init; } = [];

    /// <summary>The C# block that this block goes below, or null when the page names no such block.</summary>
    public string? Preamble { get; private set; }

    /// <summary>
    /// The <c>text</c> block right below this block, which has the program's output. Null without one.
    /// </summary>
    public string? Output { get; private set; }

    /// <summary>Whether a C# block is a whole file: it has <c>using</c> directives of its own.</summary>
    public bool IsWhole => Directive().IsMatch(Text);

    /// <summary>All blocks of all pages in one language.</summary>
    public static IEnumerable<Snippet> All(params string[] languages) =>
        Repository.Pages().SelectMany(static page => Of(page, Repository.Read(page)))
            .Where(snippet => languages.Contains(snippet.Language));

    /// <summary>The blocks of a page.</summary>
    public static IReadOnlyList<Snippet> Of(string page, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var snippets = new List<Snippet>();
        var packages = Array.Empty<string>();
        var above = "";                          // the last line that is not empty
        var preamble = default(string);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (PackagesLine().Match(string.Join('\n', lines[i..])) is { Success: true } found)
                    packages = [.. found.Groups["name"].Captures.Select(static capture => capture.Value)];
                above = lines[i].Trim() is { Length: > 0 } line ? line : above;
                continue;
            }

            var begin = i + 1;
            for (i++; i < lines.Length && !lines[i].StartsWith("```", StringComparison.Ordinal);)
                i++;
            var snippet = new Snippet(
                page, begin, lines[begin - 1][3..].Trim(), string.Join('\n', lines[begin..i]))
            { Packages = packages };
            if (snippet.Language == "text" && above == "```")
                snippets[^1].Output = snippet.Text;
            if (snippet.Language == "csharp" && above.EndsWith(Introduction, StringComparison.Ordinal))
                preamble = snippet.Text;
            snippets.Add(snippet);
            above = "```";
        }

        foreach (var snippet in snippets)
            snippet.Preamble = preamble;
        return snippets;
    }

    /// <summary>The page and the line, for the names of tests.</summary>
    public override string ToString() => $"{Page}:{Line}";

    [GeneratedRegex(@"^Packages: (?:`(?<name>[\w.]+)`(?:,\s)?)+")]
    private static partial Regex PackagesLine();

    [GeneratedRegex(@"^using (?:static )?[\w.]+;$", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
