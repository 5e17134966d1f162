using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Attack.Tests.Security;

/// <summary>
/// Each sentence of SECURITY.md stands in <c>claims.txt</c>, with the tests that hold it, or with the reason why no
/// test can: <c>no claim: ...</c>. So a sentence that is added or changed fails until its test is named.
/// </summary>
public sealed partial class SecurityPageTests
{
    private const string NoClaim = "no claim: ";

    private static readonly List<(string Sentence, List<string> Tests)> Claims = Read();

    [Fact]
    public void Sentences_of_the_page_are_those_of_the_list()
    {
        var page = SentencesOf(Repository.Read("SECURITY.md")).ToList();

        Assert.Equal([], page.Except(Claims.Select(static claim => claim.Sentence)));
        Assert.Equal([], Claims.Select(static claim => claim.Sentence).Except(page));
        Assert.InRange(page.Count, 80, 200);
    }

    [Fact]
    public void Every_sentence_has_a_test_or_is_no_claim()
    {
        Assert.All(Claims, static claim => Assert.NotEmpty(claim.Tests));
        // Most sentences are claims. A reason is a sentence's only entry.
        var reasons = Claims.Where(static claim => claim.Tests.Any(IsReason)).ToList();
        Assert.InRange(reasons.Count, 1, 25);
        Assert.All(reasons, static claim => Assert.Single(claim.Tests));
    }

    [Fact]
    public void Every_named_test_exists_and_is_run()
    {
        var folder = Path.Combine(Repository.Root, "tests");
        var all = Directory.EnumerateFiles(folder, "*Tests*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .SelectMany(static file => TestsOf(File.ReadAllText(file)))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            [],
            Claims.SelectMany(static claim => claim.Tests)
                .Where(static test => !IsReason(test))
                .Except(all));
    }

    /// <summary>The rows of the table, and the settings with a default in the paragraph below it.</summary>
    [Fact]
    public void Bounds_of_the_table_are_the_defaults()
    {
        var page = Repository.Read("SECURITY.md");
        var defaults = ConfigurationFactory.ParseString(Repository.Read("src/Txaio.Actors/reference.conf"));

        var rows = Row().Matches(page);

        Assert.Equal(7, rows.Count);
        foreach (var row in rows.Select(static row => row.Groups))
        {
            Assert.Equal(Number(row[2].Value), defaults.GetInt(row[1].Value));
            Assert.Equal(Number(row[3].Value), defaults.GetInt($"{row[1].Value}-per-node"));
        }

        Assert.True(defaults.GetBoolean("txaio.remote.calls-end-with-sender"));
        Assert.Equal(TimeSpan.FromMinutes(1), defaults.GetTimeSpan("txaio.futures.asked-promise-timeout"));
        Assert.Equal(TimeSpan.FromSeconds(30), defaults.GetTimeSpan("txaio.futures.keep-completed"));
        Assert.Equal(10_000, defaults.GetInt("txaio.futures.keep-completed-limit"));
    }

    private static bool IsReason(string test) => test.StartsWith(NoClaim, StringComparison.Ordinal);

    private static int Number(string text) => int.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    // A sentence begins a line of its own; its tests are indented below it.
    private static List<(string Sentence, List<string> Tests)> Read()
    {
        List<(string Sentence, List<string> Tests)> claims = [];
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Security", "claims.txt")))
        {
            if (line.StartsWith(' '))
                claims[^1].Tests.Add(line.Trim());
            else if (line.Length > 0 && !line.StartsWith('#'))
                claims.Add((line, []));
        }

        return claims;
    }

    // The sentences below the headings, and the rows of tables without their headers.
    private static IEnumerable<string> SentencesOf(string page)
    {
        var blocks = BlockEnd().Split(page).Select(static block => Space().Replace(block, " ").Trim());
        foreach (var block in blocks.Where(static block => block.Length > 0 && !block.StartsWith('#')))
        {
            if (block.StartsWith('|'))
            {
                if (!block.Contains("|---", StringComparison.Ordinal)
                    && !block.Contains("| setting |", StringComparison.Ordinal))
                {
                    yield return block;
                }

                continue;
            }

            foreach (var sentence in SentenceEnd().Split(block))
                yield return sentence;
        }
    }

    private static IEnumerable<string> TestsOf(string file)
    {
        var names = TestMethod().Matches(file).Select(static match => match.Groups[1].Value).ToList();
        return ClassName().Matches(file).SelectMany(type => names.Select(name => $"{type.Groups[1].Value}.{name}"));
    }

    // Blocks are paragraphs, items of lists, headings and rows of tables.
    [GeneratedRegex(@"\n\s*\n(?:- )?|\n\s*(?:- |(?=[#|]))|^- ")]
    private static partial Regex BlockEnd();

    [GeneratedRegex(@"\| `(txaio\.remote\.[\w-]+)` \(`-per-node`\) \| ([\d,]+) \(([\d,]+)\) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z`\[0-9])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\[\w*(?:Fact|Theory)\b[\s\S]{0,3000}?\bpublic (?:\w+ )*?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex ClassName();
}
