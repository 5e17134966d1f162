using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>
/// The folders of the library depend on each other in one direction only. The tests read the dependencies of a file
/// from its usings, because the build refuses unused usings. Public types share one namespace, so the tests also look
/// for their names.
/// </summary>
public sealed class ArchitectureTests
{
    private const string Root = "Txaio.Actors";

    // Each folder may use the folders in its list. No folder uses Api.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Threading"] = [],
        ["Telemetry"] = [],
        ["Guarding"] = ["Telemetry"],
        ["Nodes"] = ["Telemetry", "Guarding"],
        ["Messages"] = ["Telemetry", "Guarding", "Nodes"],
        ["Loops"] = ["Threading", "Telemetry", "Nodes", "Guarding", "Messages"],
        ["Scheduling"] = ["Threading", "Loops"],
        ["Timers"] = ["Threading", "Telemetry", "Nodes", "Guarding", "Messages", "Loops"],
        ["Futures"] = ["Threading", "Telemetry", "Guarding", "Nodes", "Messages", "Loops", "Timers"],
        ["Logging"] = ["Telemetry", "Guarding", "Futures"],
        ["Configuration"] = ["Nodes", "Loops", "Scheduling", "Timers", "Futures", "Logging"],
        ["Serialization"] = ["Telemetry", "Nodes", "Guarding", "Messages", "Futures"],
        ["Api"] =
        [
            "Telemetry", "Nodes", "Guarding", "Messages", "Loops", "Timers", "Futures", "Logging", "Configuration",
            "Serialization", "Scheduling",
        ],
    };

    private static readonly string Source = Path.Combine(Repository.Root, "src", Root);

    private static readonly Lazy<IReadOnlyList<SyntaxTree>> Trees = new(Parse);

    // The folders of each namespace. A namespace cannot always have its folder's name: Akka has a class Logging.
    private static readonly Lazy<ILookup<string, string>> FoldersOf = new(static () => Trees.Value
        .ToLookup(static tree => NamespaceOf(tree), static tree => FolderOf(tree)));

    private static readonly Lazy<Dictionary<string, string>> FolderOfPublicType = new(static () => Trees.Value
        .Where(static tree => NamespaceOf(tree) == Root)
        .SelectMany(static tree => TypesOf(tree).Select(type => (Name: type.Identifier.ValueText, Folder: FolderOf(tree))))
        .Distinct()
        .ToDictionary(static type => type.Name, static type => type.Folder));

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    internal static IEnumerable<string> Rooms => MayUse.Keys;

    [Fact]
    public void Folders_are_all_known() =>
        Assert.Equal(MayUse.Keys.Order(), Trees.Value.Select(static tree => FolderOf(tree)).Distinct().Order());

    /// <summary>With this rule, the usings of a file name the folders that the file uses.</summary>
    [Fact]
    public void Internal_types_are_in_the_namespace_of_their_folder() => Assert.Empty(
        from tree in Trees.Value
        from type in TypesOf(tree)
        where NamespaceOf(tree) == Root && !type.Modifiers.Any(SyntaxKind.PublicKeyword)
        where !IsPartOfPublicType(type)
        select $"{FolderOf(tree)}: {type.Identifier.ValueText}");

    [Fact]
    public void Namespace_has_one_folder() => Assert.Empty(
        from folders in FoldersOf.Value
        where folders.Key != Root && folders.Distinct().Count() > 1
        select $"{folders.Key}: {string.Join(", ", folders.Distinct())}");

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_uses_only_those_below_it(string folder) => Assert.Empty(
        from tree in Trees.Value
        where FolderOf(tree) == folder
        from used in UsedBy(tree)
        where used.Folder != folder && !MayUse[folder].Contains(used.Folder)
        select $"{Path.GetFileName(tree.FilePath)} uses {used.What} of '{used.Folder}'");

    private static IEnumerable<(string What, string Folder)> UsedBy(SyntaxTree tree)
    {
        var unit = tree.GetCompilationUnitRoot();
        var namespaces =
            from directive in unit.Usings
            let name = directive.Name?.ToString()
            where name is not null && name != Root && FoldersOf.Value.Contains(name)
            select (name, FoldersOf.Value[name].First());
        var types =
            from name in unit.DescendantNodes().OfType<SimpleNameSyntax>()
            where !IsMemberName(name) && FolderOfPublicType.Value.ContainsKey(name.Identifier.ValueText)
            select (name.Identifier.ValueText, FolderOfPublicType.Value[name.Identifier.ValueText]);
        return namespaces.Concat(types).Distinct();
    }

    // A member may have the name of a type without using the type.
    private static bool IsMemberName(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        AssignmentExpressionSyntax assigned => assigned.Left == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => true,
        _ => false,
    };

    private static bool IsPartOfPublicType(BaseTypeDeclarationSyntax type) =>
        FolderOfPublicType.Value.ContainsKey(type.Identifier.ValueText)
        && Trees.Value.SelectMany(TypesOf).Any(other =>
            other.Identifier.ValueText == type.Identifier.ValueText && other.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesOf(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().Members.OfType<BaseNamespaceDeclarationSyntax>()
            .SelectMany(static space => space.Members.OfType<BaseTypeDeclarationSyntax>());

    private static string NamespaceOf(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString()
        ?? "";

    private static string FolderOf(SyntaxTree tree) =>
        Path.GetRelativePath(Source, tree.FilePath).Split(Path.DirectorySeparatorChar)[0];

    private static IReadOnlyList<SyntaxTree> Parse() =>
    [
        .. from file in Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
           where !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj")
           select CSharpSyntaxTree.ParseText(
               File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.CSharp14), file),
    ];
}
