using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Tests.Reports;

public sealed class MarkdownPageTests
{
    private const string Path = "docs/benchmarks.md";

    [Fact]
    public void Of_has_machine_rows_and_what_the_figures_include()
    {
        var page = MarkdownPage.Of(SampleReport.Of(1), null, Path);

        Assert.Contains("- a machine\n", page, StringComparison.Ordinal);
        Assert.Contains(
            "| P1 | post | 50.0 ns | Tell | 100 ns | 2x | at least 1.8x | held |\n", page, StringComparison.Ordinal);
        Assert.Contains("| 1x | at least 1.8x | BROKEN |\n", page, StringComparison.Ordinal);
        Assert.Contains("- **P1, posting.** All of it.\n", page, StringComparison.Ordinal);
        Assert.Contains("P1 skipped: no peer\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_keeps_the_handwritten_part()
    {
        var first = MarkdownPage.Of(SampleReport.Of(), null, Path);
        var edited = first.Replace("Nothing yet.", "Slots: 24 B.", StringComparison.Ordinal);

        var second = MarkdownPage.Of(SampleReport.Of(1), edited, Path);

        Assert.Contains("Slots: 24 B.", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing yet.", second, StringComparison.Ordinal);
        Assert.Contains("BROKEN", second, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_written_twice_is_the_same()
    {
        var first = MarkdownPage.Of(SampleReport.Of(), null, Path);

        Assert.Equal(first, MarkdownPage.Of(SampleReport.Of(), first, Path));
    }

    [Fact]
    public void Of_links_the_plots_that_are_there()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var plots = folder.CreateSubdirectory("benchmarks");
            File.WriteAllText(System.IO.Path.Combine(plots.FullName, "fire.svg"), "<svg/>");

            var page = MarkdownPage.Of(
                SampleReport.Of(), null, System.IO.Path.Combine(folder.FullName, "benchmarks.md"));

            Assert.Contains("![fire](benchmarks/fire.svg)\n", page, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
