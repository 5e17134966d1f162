using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>The folders of the library depend on each other one way only, as the compiler sees it.</summary>
public sealed class ArchitectureTests
{
    // Each may use those it names. Logging and Configuration stand beside the chain; Api is the front door.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Threading"] = [],
        ["Telemetry"] = [],
        ["Actors"] = ["Telemetry"],
        ["Nodes"] = ["Telemetry", "Actors"],
        ["Messages"] = ["Telemetry", "Actors", "Nodes"],
        ["Loops"] = ["Threading", "Telemetry", "Nodes", "Actors", "Messages"],
        ["Timers"] = ["Threading", "Telemetry", "Nodes", "Actors", "Messages", "Loops"],
        ["Futures"] = ["Threading", "Telemetry", "Actors", "Nodes", "Messages", "Loops", "Timers"],
        ["Logging"] = ["Telemetry", "Actors", "Futures"],
        ["Configuration"] = ["Nodes", "Loops", "Timers", "Futures", "Logging"],
        ["Serialization"] = ["Telemetry", "Nodes", "Actors", "Messages", "Futures"],
        ["Api"] =
        [
            "Telemetry", "Nodes", "Actors", "Messages", "Loops", "Timers", "Futures", "Logging", "Configuration",
            "Serialization",
        ],
    };

    private static readonly string Source = Path.Combine(Repository.Root, "src", "Txaio.Actors");

    private static readonly Lazy<CSharpCompilation> Library = new(Compile);

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Fact]
    public void Folders_are_all_known() => Assert.Equal(
        MayUse.Keys.Order(), Library.Value.SyntaxTrees.Select(static tree => FolderOf(tree)).Distinct().Order());

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_uses_only_those_below_it(string folder)
    {
        var forbidden =
            from tree in Library.Value.SyntaxTrees
            where FolderOf(tree) == folder
            let model = Library.Value.GetSemanticModel(tree)
            from name in tree.GetRoot().DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>()
            let type = model.GetSymbolInfo(name).Symbol as INamedTypeSymbol
            where type is not null
            from declaration in type.OriginalDefinition.DeclaringSyntaxReferences.Take(1)
            let used = FolderOf(declaration.SyntaxTree)
            where used != folder && !MayUse[folder].Contains(used)
            select $"{Path.GetFileName(tree.FilePath)} uses {type.Name} of '{used}'";

        Assert.Empty(forbidden.Distinct());
    }

    private static string FolderOf(SyntaxTree tree)
    {
        var parts = Path.GetRelativePath(Source, tree.FilePath).Split(Path.DirectorySeparatorChar);
        return parts[0];
    }

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) != "Txaio.Actors.dll")
            .Select(static path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create("library", trees, references);
    }
}
