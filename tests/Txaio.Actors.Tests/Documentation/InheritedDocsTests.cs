using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>
/// Editors find the documentation of every log call in the package's XML file, also of calls that inherit their
/// documentation with <c>inheritdoc</c>.
/// </summary>
public sealed class InheritedDocsTests
{
    private static readonly CSharpCompilation Program = Compile();

    public static TheoryData<string> LogCalls =>
        [.. Methods().Select(static method => method.Name).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Log_calls_are_the_six_levels_Emit_and_Failure() => Assert.Equal(
        ["Critical", "Debug", "Emit", "Error", "Failure", "Info", "Trace", "Warn"], Methods()
            .Select(static method => method.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(LogCalls))]
    public void Every_overload_has_a_summary_and_a_text_for_each_parameter(string name)
    {
        var missing =
            from method in Methods().Where(method => method.Name == name)
            let docs = Resolve(method)
            from part in (string[])
            [
                "summary",
                .. method.Parameters.Select(static parameter => $"param {parameter.Name}"),
                .. method.TypeParameters.Select(static parameter => $"typeparam {parameter.Name}"),
            ]
            where !docs.Any(element => NameOf(element) == part && element.Value.Trim().Length > 0)
            select $"{method.GetDocumentationCommentId()}: {part}";

        Assert.Empty(missing);
    }

    private static string NameOf(XElement element) =>
        element.Attribute("name") is { } name ? $"{element.Name} {name.Value}" : $"{element.Name}";

    private static IEnumerable<IMethodSymbol> Methods() =>
        Program.GetTypeByMetadataName(typeof(TxaioLoggerExtensions).FullName!)!.GetMembers().OfType<IMethodSymbol>();

    // The elements of a member's documentation. The elements of the inherited member replace an inheritdoc.
    private static IEnumerable<XElement> Resolve(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml))
            yield break;
        foreach (var element in XElement.Parse(xml).Elements())
        {
            if (element.Name != "inheritdoc")
            {
                yield return element;
                continue;
            }

            var other = DocumentationCommentId.GetFirstSymbolForDeclarationId(element.Attribute("cref")!.Value, Program);
            Assert.NotNull(other);
            foreach (var inherited in Resolve(other))
                yield return inherited;
        }
    }

    private static CSharpCompilation Compile()
    {
        var library = typeof(TxaioLoggerExtensions).Assembly.Location;
        var docs = new XmlFile(Path.ChangeExtension(library, ".xml"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path, documentation: path == library ? docs : null));
        return CSharpCompilation.Create("program", references: references);
    }

    private sealed class XmlFile(string path) : DocumentationProvider
    {
        private readonly Dictionary<string, string> _members = XElement.Load(path).Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => member.ToString());

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);

        protected override string? GetDocumentationForSymbol(
            string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
            _members.GetValueOrDefault(documentationMemberID);
    }
}
