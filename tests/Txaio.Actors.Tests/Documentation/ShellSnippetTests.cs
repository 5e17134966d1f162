using System.Text.RegularExpressions;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>The files and projects in the commands of the pages exist in the repository.</summary>
public sealed partial class ShellSnippetTests
{
    public static TheoryData<Snippet> All => [.. Snippet.All("bash", "sh")];

    [Theory]
    [MemberData(nameof(All))]
    public void Command_names_files_that_exist(Snippet snippet)
    {
        var missing = Commands(snippet.Text)
            .SelectMany(static command => Paths(command))
            .Where(static path => !Path.Exists(Path.Combine(Repository.Root, path)));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Command_runs_a_project_that_exists(Snippet snippet)
    {
        var missing = Commands(snippet.Text)
            .SelectMany(static command => Project().Matches(command))
            .Select(static match => match.Groups[1].Value)
            .Where(static path => !Directory.EnumerateFiles(Path.Combine(Repository.Root, path), "*.csproj").Any());

        Assert.Empty(missing);
    }

    [Fact]
    public void Pages_have_commands() => Assert.NotEmpty(Snippet.All("bash", "sh").SelectMany(
        static snippet => Commands(snippet.Text).SelectMany(static command => Paths(command))));

    // Each line is a command, without its comment. A backslash at the end of a line continues the command.
    private static IEnumerable<string> Commands(string text) =>
        text.Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n')
            .Select(static line => Comment().Replace(line, ""));

    // A word with a slash or the extension .sln is a path of the repository, unless it is an option, an address or an
    // absolute path. ../NAME is the folder of the repository, seen from a reader's project beside it.
    private static IEnumerable<string> Paths(string command) =>
        command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word[0] is not ('-' or '/') && !word.Contains("://", StringComparison.Ordinal))
            .Where(static word => word.Contains('/') || word.EndsWith(".sln", StringComparison.Ordinal))
            .Select(static word => Beside().Replace(word, ""));

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\.\./[^/]+/")]
    private static partial Regex Beside();

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex Project();
}
