using Microsoft.CodeAnalysis;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>The C# blocks of the pages compile in a console project with the stated packages only.</summary>
public sealed class SnippetTests
{
    public static TheoryData<Snippet> All => [.. Snippet.All("csharp")];

    [Theory]
    [MemberData(nameof(All))]
    public void Snippet_compiles_as_printed_without_a_warning(Snippet snippet)
    {
        Assert.True(snippet.Packages.Count > 0, $"No line \"Packages: `...`\" stands above {snippet}.");
        Assert.Empty(SnippetCompiler.Problems(snippet));
    }

    [Fact]
    public void Pages_have_snippets() => Assert.NotEmpty(Snippet.All("csharp"));

    [Theory]
    [InlineData("using Akka.Actor;\nConsole.WriteLine(nameof(IActorRef));")]
    [InlineData("using System.Net.Http.Json;\nusing var http = new HttpClient();\nawait http.GetFromJsonAsync<int>(\"/\");")]
    [InlineData("public sealed record Order(int Id);")]
    public void Compiler_accepts_what_a_new_console_project_accepts(string code) =>
        Assert.Empty(SnippetCompiler.Problems(Page(code)));

    [Theory]
    [InlineData("Console.WriteLine(nameof(IActorRef));", "CS0103")]           // a using that is not there
    [InlineData("await txaio.Sleep(TimeSpan.FromSeconds(1));", "CS0103")]      // a variable that is not there
    [InlineData("using Polly;", "CS0246")]                                     // a package of these tests only
    [InlineData("using Txaio.Actors.TestKit;", "CS0234")]                      // a package of ours that is not named
    [InlineData("using Microsoft.AspNetCore.Builder;", "CS0234")]              // another SDK's framework
    [InlineData("string text = null;\nConsole.WriteLine(text.Length);", "CS8600")]
    [InlineData("public sealed class Order { public string Name { get; set; } }", "CS8618")]
    [InlineData("int unused;", "CS0168")]
    public void Compiler_refuses_what_a_new_console_project_refuses_or_warns_of(string code, string id) =>
        Assert.Contains(SnippetCompiler.Problems(Page(code)), problem => problem.Contains(id, StringComparison.Ordinal));

    [Fact]
    public void Preamble_of_the_page_comes_before_blocks_that_are_no_whole_files()
    {
        const string page =
            """
            Packages: `Txaio.Actors`. The others go below these lines:

            ```csharp
            using Akka.Actor;
            using var system = ActorSystem.Create("app");
            ```

            ```csharp
            Console.WriteLine(system.Name);
            ```

            ```csharp
            using Txaio.Actors;
            Console.WriteLine(system.Txaio());
            ```
            """;
        var snippets = Snippet.Of("page.md", page);

        Assert.Empty(SnippetCompiler.Problems(snippets[0]));
        Assert.Empty(SnippetCompiler.Problems(snippets[1]));
        Assert.StartsWith("page.md(14,19): error CS0103", Assert.Single(SnippetCompiler.Problems(snippets[2])));
    }

    [Fact]
    public void Packages_are_those_of_the_nearest_line_above()
    {
        var snippets = Snippet.Of(
            "page.md", "Packages: `A`, `B.C`.\n```csharp\n```\nPackages: `D`\n```csharp\n```\nand `E`\n```csharp\n```");

        Assert.Equal(["A B.C", "D", "D"], snippets.Select(static snippet => string.Join(' ', snippet.Packages)));
    }

    private static Snippet Page(string code) =>
        Snippet.Of("page.md", $"Packages: `Txaio.Actors`\n```csharp\n{code}\n```").Single();
}
