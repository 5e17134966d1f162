using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>The check of bad input fails for each kind of mistake, and for members whose documentation lacks a line.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(nameof(Unchecked.NullReference), "threw NullReferenceException")]
    [InlineData(nameof(Unchecked.TakesNull), "took a null as text")]
    [InlineData(nameof(Unchecked.Undocumented), "threw, undocumented, InvalidOperationException")]
    [InlineData(nameof(Unchecked.UndocumentedRange), "threw, undocumented, ArgumentOutOfRangeException")]
    [InlineData(nameof(Unchecked.TwoLines), "threw a text that is no line: InvalidOperationException")]
    [InlineData(nameof(Unchecked.LongText), "threw a text of 70008 characters: InvalidOperationException")]
    [InlineData(nameof(Unchecked.NoParameter), "names no parameter: ArgumentException")]
    [InlineData(nameof(Unchecked.NoValue), "does not name the value: ArgumentException")]
    [InlineData(nameof(Unchecked.NothingAllowed), "does not say what is allowed: ArgumentException")]
    public void Member_without_its_check_is_wrong(string member, string wrong) =>
        Assert.Contains(Wrong(member), line => line.Contains(wrong, StringComparison.Ordinal));

    [Theory]
    [InlineData(nameof(Unchecked.Documented))]
    [InlineData(nameof(Unchecked.Inherited))]
    [InlineData(nameof(Unchecked.Range))]
    [InlineData(nameof(Unchecked.Null))]
    public void Member_with_its_check_is_right(string member) => Assert.Empty(Wrong(member));

    [Fact]
    public void Second_call_and_call_in_a_place_are_tried_too()
    {
        var places = 0;
        var run = new BadInputRun(new Candidates(), new DocumentedExceptions())
        {
            Places = [call => { places++; call(); }],
        };
        run.Try(typeof(Once).GetMethod(nameof(Once.Use))!);

        Assert.Equal((3, 1), (run.Calls, places));
        Assert.Contains("threw, undocumented, InvalidOperationException", Assert.Single(run.Wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_member_that_the_compiler_documents_is_found_by_its_id()
    {
        var assembly = typeof(ITxaio).Assembly;
        var types = assembly.GetExportedTypes().Select(static it => it.FullName!.Replace('+', '.')).ToHashSet();
        var written = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Select(static it => it.Attribute("name")!.Value)
            .Where(id => id[0] is 'M' or 'P' && types.Contains(TypeOf(id)))
            .ToHashSet();
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        var found = assembly.GetExportedTypes()
            .SelectMany(static type => type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
            .Select(MemberId.Of).ToHashSet();

        Assert.True(written.Count > 500);
        Assert.Empty(written.Except(found));
    }

    private static string TypeOf(string id)
    {
        var name = id[2..].Split('(', '~')[0];
        return name[..name.LastIndexOf('.')];
    }

    private static IReadOnlyCollection<string> Wrong(string member)
    {
        var run = new BadInputRun(new Candidates(), Documents());
        foreach (var tried in PublicMembers.Of([typeof(Unchecked)]).Where(it => it.Name == member))
            run.Try(tried);
        Assert.True(run.Calls > 0);
        return run.Wrong;
    }

    // The compiler writes no file for tests.
    private static DocumentedExceptions Documents()
    {
        var name = typeof(Unchecked).FullName!;
        var documented = typeof(Unchecked).GetMethods()
            .Where(static it => it.DeclaringType == typeof(Unchecked) && it.Name is not nameof(Unchecked.Inherited))
            .Where(static it => !it.Name.StartsWith(nameof(Unchecked.Undocumented), StringComparison.Ordinal))
            .Select(static it => new XElement(
                "member", new XAttribute("name", MemberId.Of(it)), Named("T:System.ArgumentException"),
                Named("T:System.InvalidOperationException")));
        var inherited = new XElement(
            "member",
            new XAttribute("name", $"M:{name}.Inherited``1(``0,System.Collections.Generic.List{{``0[]}})"),
            new XElement("inheritdoc", new XAttribute("cref", $"M:{name}.Documented")));
        return new DocumentedExceptions(new XDocument(new XElement("members", documented, inherited)));
    }

    private static XElement Named(string exception) => new("exception", new XAttribute("cref", exception));

    private sealed class Once
    {
        private bool _used;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Use() => _used = _used ? throw new InvalidOperationException("Used already.") : true;
    }
}
