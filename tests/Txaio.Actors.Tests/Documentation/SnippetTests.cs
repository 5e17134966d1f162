using Akka.Actor;
using Akka.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>What stands in the pages compiles, and is read.</summary>
public sealed class SnippetTests
{
    // What a snippet may use without saying where it comes from.
    private const string Prelude =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Akka;
        global using Akka.Actor;
        global using Akka.Configuration;
        global using Akka.Event;
        global using Txaio.Actors;
        global using static Prelude;

        public static class Prelude
        {
            public static ActorSystem system = null!;
            public static ITxaio txaio = null!;
            public static ITxaioLogger log = null!;
            public static EventLoop loop = null!;
            public static IBatchedTimer timer = null!;
            public static IActorRef actor = null!;
            public static IActorRef target = null!;
            public static IActorRef backend = null!;
            public static Future<int> future = null!;
            public static CancellationToken cancellationToken;
            public static HttpDouble http = null!;
        }

        public sealed class HttpDouble
        {
            public Task<string> GetStringAsync(string url, CancellationToken token = default) => null!;
        }
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    public static TheoryData<Snippet> CSharp => [.. Snippet.All("csharp")];

    public static TheoryData<Snippet> Hocon => [.. Snippet.All("hocon")];

    [Theory]
    [MemberData(nameof(CSharp))]
    public void Snippet_in_CSharp_compiles(Snippet snippet)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(Prelude, options),
            CSharpSyntaxTree.ParseText(snippet.Text, options),
        ];
        var isProgram = trees[1].GetRoot().ChildNodes().Any(static node => node.IsKind(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "snippet",
            trees,
            References.Value,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

        var errors = compilation.GetDiagnostics()
            .Where(static found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => $"{snippet.Page}:{snippet.Line + found.Location.GetLineSpan().StartLinePosition.Line}: " +
                found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Hocon))]
    public void Snippet_in_HOCON_is_accepted(Snippet snippet)
    {
        var config = ConfigurationFactory.ParseString(snippet.Text).WithFallback(TxaioSettings.Reference());

        Assert.NotEmpty(TxaioSettings.Read(config).Loops);
    }

    [Fact]
    public void Pages_have_snippets_of_both_kinds()
    {
        Assert.NotEmpty(Snippet.All("csharp"));
        Assert.NotEmpty(Snippet.All("hocon"));
    }
}
