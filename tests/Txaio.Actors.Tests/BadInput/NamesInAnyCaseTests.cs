using System.Reflection;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>
/// Visual Basic does not distinguish case: two names of one package, type or method must not differ only by their case.
/// </summary>
public sealed class NamesInAnyCaseTests
{
    private const BindingFlags Visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    public static TheoryData<string> Packages =>
    [
        "Txaio.Actors", "Txaio.Actors.Hosting", "Txaio.Actors.Serilog", "Txaio.Actors.TestKit", "Txaio.Actors.Cluster",
        "Txaio.Actors.Cluster.Hosting",
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void No_two_public_names_differ_only_by_case(string package)
    {
        var types = Assembly.Load(package).GetExportedTypes();

        Assert.NotEmpty(types);
        Assert.Empty(Clashes("", types.Select(static it => it.FullName!)));
        foreach (var type in types)
        {
            Assert.Empty(Clashes($"{type}: ", type.GetMembers(Visible).Where(IsVisible).Select(static it => it.Name)));
            foreach (var method in type.GetMembers(Visible).Where(IsVisible).OfType<MethodBase>())
                Assert.Empty(Clashes($"{type}.{method}: ", method.GetParameters().Select(static it => it.Name!)));
        }
    }

    [Fact]
    public void Clash_is_found() => Assert.Equal(
        ["x: Resolve, resolve"], Clashes("x: ", ["Resolve", "Reject", "resolve", "Resolve"]));

    private static IEnumerable<string> Clashes(string where, IEnumerable<string> names) =>
        names.Distinct().GroupBy(static it => it, StringComparer.OrdinalIgnoreCase).Where(static it => it.Count() > 1)
            .Select(it => $"{where}{string.Join(", ", it)}");

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo or Type => true,
        _ => false,
    };
}
