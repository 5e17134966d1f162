using System.Text.RegularExpressions;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Each walk of docs/architecture.md leads through few files, and all these files exist.</summary>
public sealed partial class ArchitecturePageTests
{
    private const int MostFiles = 8;

    public static TheoryData<string> Walks => ["A callback", "A batched call", "An Ask"];

    [Theory]
    [MemberData(nameof(Walks))]
    public void Walk_leads_through_few_files_that_exist(string heading)
    {
        // The walk of an Ask has a second table, for an Ask across nodes.
        var tables = SectionOf(heading).Split("| step | file |").Skip(1).Select(FilesIn).ToList();

        Assert.NotEmpty(tables);
        Assert.All(tables, static files => Assert.InRange(files.Count, 3, MostFiles));
        Assert.All(tables.SelectMany(static files => files), static file =>
            Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Txaio.Actors", file)), $"There is no {file}."));
    }

    [Fact]
    public void Page_names_every_folder_in_its_drawing()
    {
        var section = SectionOf("Folders");

        Assert.All(ArchitectureTests.Rooms, room => Assert.Matches($@"\b{room}\b", section));
    }

    private static string SectionOf(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var section = page.Split("\n## ").SingleOrDefault(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal));
        return section ?? throw new InvalidOperationException($"docs/architecture.md has no section '{heading}'.");
    }

    private static List<string> FilesIn(string table) =>
        [.. CodeFile().Matches(table).Select(static match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"`([\w/.]+\.cs)`")]
    private static partial Regex CodeFile();
}
