using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The names of types in error texts, as C# writes them.</summary>
public sealed class TypeNameTests
{
    [Fact]
    public void Of_a_generic_type_has_the_names_of_its_arguments()
    {
        Assert.Equal("String", TypeName.Of(typeof(string)));
        Assert.Equal("Dictionary<String, List<Int32>>", TypeName.Of(typeof(Dictionary<string, List<int>>)));
    }

    /// <summary>The runtime marks only the outer type as generic, and the arguments are those of the outer type.</summary>
    [Fact]
    public void Of_a_type_inside_a_generic_type_has_the_arguments_of_the_outer_type() =>
        Assert.Equal("Enumerator<Int32>", TypeName.Of(typeof(List<int>.Enumerator)));
}
