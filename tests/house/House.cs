#!/usr/bin/env dotnet
#:package Microsoft.CodeAnalysis.CSharp
#:property PublishAot=false

// Measures the source tree and prints the limits that it breaks: `dotnet run tests/house/House.cs`.

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

const int FilesPerFolder = 18;
const int LinesPerFile = 350;
const int LinesPerTestFile = 500;
const int LinesPerMethod = 50;
const int Shown = 5;

var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
if (!File.Exists(Path.Combine(root, "Txaio.sln")))
{
    Console.Error.WriteLine($"'{root}' has no Txaio.sln: run this where Txaio.sln is, or name that folder.");
    return 2;
}

var source = Files("src");
var others = Files("tests", "benchmarks", "samples");

bool[] kept =
[
    IsWithin("files in a folder of src", FilesPerFolder,
        source.GroupBy(file => Path.GetDirectoryName(file)!).Select(folder => (folder.Key, folder.Count()))),
    IsWithin("lines in a file of src", LinesPerFile, source.Select(file => (file, Lines(file)))),
    IsWithin("lines in a file of tests, benchmarks and samples", LinesPerTestFile,
        others.Select(file => (file, Lines(file)))),
    IsWithin("lines in a method of src", LinesPerMethod, source.SelectMany(Methods)),
    HasNone("lines of comments and pages with a pronoun for the thing that acts",
        source.Concat(others).SelectMany(Comments).Concat(Pages()).Where(line => Pronoun().IsMatch(line.Text))),
];

Console.WriteLine($"{kept.Count(held => held)} passed, {kept.Count(held => !held)} failed");
return kept.All(held => held) ? 0 : 1;

IReadOnlyList<string> Files(params string[] folders) =>
[
    .. from folder in folders
       from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
       let path = Path.GetRelativePath(root, file).Replace('\\', '/')
       where !path.Split('/').Any(part => part is "obj" or "bin")
       orderby path
       select path
];

string Read(string file) => File.ReadAllText(Path.Combine(root, file));

int Lines(string file) => File.ReadLines(Path.Combine(root, file)).Count();

// Prints all sizes over the limit, and at least the largest few.
bool IsWithin(string title, int limit, IEnumerable<(string Place, int Size)> measured)
{
    var all = measured.OrderByDescending(one => one.Size).ThenBy(one => one.Place, StringComparer.Ordinal).ToList();
    var over = all.Count(one => one.Size > limit);
    Console.WriteLine($"{title}: at most {all[0].Size}, allowed {limit}, over it {over}");
    foreach (var (place, size) in all.Take(Math.Max(over, Shown)))
        Console.WriteLine($"  {size,4} {place}");
    return over == 0;
}

bool HasNone(string title, IEnumerable<(string Place, string Text)> found)
{
    var all = found.ToList();
    Console.WriteLine($"{title}: {all.Count}, allowed 0");
    foreach (var (place, text) in all)
        Console.WriteLine($"  {place}: {text.Trim()}");
    return all.Count == 0;
}

IEnumerable<(string Place, int Size)> Methods(string file)
{
    var tree = CSharpSyntaxTree.ParseText(Read(file));
    foreach (var node in tree.GetRoot().DescendantNodes())
    {
        if (node is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
            continue;
        var lines = tree.GetLineSpan(node.Span);
        yield return ($"{file}:{lines.StartLinePosition.Line + 1}",
            lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1);
    }
}

IEnumerable<(string Place, string Text)> Comments(string file)
{
    var tree = CSharpSyntaxTree.ParseText(Read(file));
    foreach (var comment in tree.GetRoot().DescendantTrivia())
    {
        if (comment.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia))
            continue;
        var line = tree.GetLineSpan(comment.Span).StartLinePosition.Line + 1;
        foreach (var text in comment.ToFullString().Split('\n'))
            yield return ($"{file}:{line++}", text);
    }
}

IEnumerable<(string Place, string Text)> Pages() =>
    from page in Directory.EnumerateFiles(root, "*.md", SearchOption.TopDirectoryOnly)
        .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
    from line in File.ReadLines(page).Select((text, index) => (text, index))
    select ($"{Path.GetRelativePath(root, page)}:{line.index + 1}", line.text);

internal partial class Program
{
    // `Nobody` is left out, because Akka has an actor of this name.
    [GeneratedRegex(@"\b(who|whoever|somebody|nobody|one of both|Who|Whoever|Somebody)\b")]
    private static partial Regex Pronoun();
}
