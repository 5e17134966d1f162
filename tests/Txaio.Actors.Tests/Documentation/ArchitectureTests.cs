using System.Text.RegularExpressions;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>The folders of the library depend on each other one way only.</summary>
public sealed partial class ArchitectureTests
{
    // Each may use those before it; Logging and Configuration stand beside the chain.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Messages"] = [],
        ["Loops"] = ["Messages"],
        ["Timers"] = ["Messages", "Loops"],
        ["Futures"] = ["Messages", "Loops", "Timers"],
        ["Logging"] = ["Futures"],
        ["Configuration"] = ["Loops", "Timers", "Futures", "Logging"],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_uses_only_those_below_it(string folder)
    {
        var types = TypesByFolder();
        var forbidden = types.Keys.Except([folder, .. MayUse[folder]]).ToHashSet();

        var uses =
            from file in FilesOf(folder)
            let words = Word().Matches(CodeOf(file)).Select(static word => word.Value).ToHashSet()
            from other in forbidden
            from type in types[other]
            where words.Contains(type)
            select $"{Path.GetFileName(file)} uses {type} of {(other.Length == 0 ? "the front door" : other)}";

        Assert.Empty(uses);
    }

    private static Dictionary<string, HashSet<string>> TypesByFolder() => MayUse.Keys.Append("").ToDictionary(
        static folder => folder,
        static folder => FilesOf(folder)
            .SelectMany(static file => Declaration().Matches(CodeOf(file)))
            .Select(static match => match.Groups[1].Value)
            .ToHashSet());

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Txaio.Actors", folder), "*.cs");

    // Without comments, and without strings, which name things for people.
    private static string CodeOf(string file) =>
        StringText().Replace(Comment().Replace(File.ReadAllText(file), ""), "\"\"");

    [GeneratedRegex(@"^(?:public|internal)[\w ]*? (?:class|interface|enum|record(?: struct)?|struct) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex StringText();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
