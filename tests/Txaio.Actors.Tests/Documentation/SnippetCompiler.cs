using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Compiles a snippet with the settings of a project that <c>dotnet new console</c> makes.</summary>
internal static class SnippetCompiler
{
    // The global usings of ImplicitUsings in a console project.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(
        LanguageVersion.CSharp14, preprocessorSymbols: ["TRACE", "NET", "NET10_0", "NETCOREAPP"]);

    // The SDK turns off these two warnings too. The runtime unifies different versions of an assembly.
    private static readonly KeyValuePair<string, ReportDiagnostic>[] TurnedOff =
        [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)];

    /// <summary>Compiles the block as the page shows it, below the page's preamble unless it is a whole file.</summary>
    public static CSharpCompilation Compile(Snippet snippet)
    {
        // Errors have the line of the page.
        var text = $"#line {snippet.Line + 1} \"{snippet.Page}\"\n{snippet.Text}\n";
        if (!snippet.IsWhole && snippet.Preamble is { } preamble && preamble != snippet.Text)
            text = $"{preamble}\n{text}";
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(ImplicitUsings, Language),
            CSharpSyntaxTree.ParseText(text, Language, "Program.cs"),
        ];
        var isProgram = trees[1].GetRoot().ChildNodes().Any(static node => node.IsKind(SyntaxKind.GlobalStatement));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            warningLevel: 10,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: TurnedOff);
        return CSharpCompilation.Create("snippet", trees, PackageReferences.Of(snippet.Packages), options);
    }

    /// <summary>Errors and warnings, each with page and line.</summary>
    public static IReadOnlyList<string> Problems(Snippet snippet) =>
    [
        .. Compile(snippet).GetDiagnostics()
            .Where(static found => found.Severity >= DiagnosticSeverity.Warning)
            .Select(static found => found.ToString()),
    ];
}
