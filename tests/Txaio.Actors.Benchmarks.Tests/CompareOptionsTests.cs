namespace Txaio.Actors.Benchmarks.Tests;

/// <summary>The options of the command <c>compare</c>.</summary>
public sealed class CompareOptionsTests
{
    private static readonly string[] Cases = ["P1", "P5", "P15"];

    [Fact]
    public void TryParse_without_arguments_asks_for_everything()
    {
        var options = Parsed();

        Assert.Empty(options.Only);
        Assert.False(options.IsQuick);
        Assert.Null(options.Seconds);
        Assert.Null(options.Json);
        Assert.Null(options.Markdown);
        Assert.Null(options.Plots);
        Assert.Equal(1, options.Margin);
    }

    [Fact]
    public void TryParse_with_all_options_takes_all()
    {
        var options = Parsed(
            "--only", "P5", "--quick", "--seconds", "60", "--json", "a.json", "--markdown", "b.md", "--plots", "c");

        Assert.Equal(["P5"], options.Only);
        Assert.True(options.IsQuick);
        Assert.Equal(60, options.Seconds);
        Assert.Equal("a.json", options.Json);
        Assert.Equal("b.md", options.Markdown);
        Assert.Equal("c", options.Plots);
    }

    [Fact]
    public void TryParse_with_quick_widens_the_bars() => Assert.Equal(1.5, Parsed("--quick").Margin);

    [Fact]
    public void TryParse_with_several_cases_in_any_case_takes_them() =>
        Assert.Equal(["P1", "P15"], Parsed("--only", "p1, P15").Only);

    [Theory]
    [InlineData("there is no case 'P2'", "--only", "P2")]
    [InlineData("there is no case ''", "--only", "")]
    [InlineData("'0' is not a whole number", "--seconds", "0")]
    [InlineData("'-1' is not a whole number", "--seconds", "-1")]
    [InlineData("'ten' is not a whole number", "--seconds", "ten")]
    [InlineData("--json needs a value", "--json")]
    [InlineData("--markdown needs a value", "--markdown", "--quick")]
    [InlineData("Unknown option '--fast'", "--fast")]
    [InlineData("Unknown option 'P5'", "P5")]
    public void TryParse_with_a_mistake_names_it(string part, params string[] args)
    {
        Assert.False(CompareOptions.TryParse(args, Cases, out var options, out var error));

        Assert.Null(options);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("--only", "P99")]
    [InlineData("--json", "no/such/folder/a.json")]
    [InlineData("--markdown", "no/such/folder/a.md")]
    public void Run_with_a_mistake_exits_with_two(params string[] args) =>
        Assert.Equal(CompareCommand.BadOptions, CompareCommand.Run(args));

    private static CompareOptions Parsed(params string[] args)
    {
        Assert.True(CompareOptions.TryParse(args, Cases, out var options, out var error), error);
        return options;
    }
}
