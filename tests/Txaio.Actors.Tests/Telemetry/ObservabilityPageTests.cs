using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The table in docs/observability.md lists all instruments.</summary>
public sealed partial class ObservabilityPageTests : TelemetryTests
{
    [Fact]
    public void Page_lists_every_instrument_with_its_kind_and_unit()
    {
        var page = Repository.Read("docs/observability.md");
        var listed = Row().Matches(page).Select(static row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");

        Assert.Equal(Published().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Histograms_have_boundaries_for_seconds_as_the_page_says()
    {
        Assert.Contains("from 10 µs to 30 s", Repository.Read("docs/observability.md"), StringComparison.Ordinal);
        var histograms = All().OfType<Histogram<double>>().ToList();

        Assert.Equal(4, histograms.Count);
        Assert.All(histograms, static histogram =>
        {
            var boundaries = histogram.Advice!.HistogramBucketBoundaries!;
            Assert.Equal((0.000_01, 30), (boundaries[0], boundaries[^1]));
            Assert.Equal(boundaries.Order(), boundaries);
        });
    }

    // Each package with a logger makes txaio.log.dropped, when its logger has a bound.
    private static IEnumerable<string> Published() => All().Select(static instrument =>
    {
        Assert.False(string.IsNullOrEmpty(instrument.Description));
        return $"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}";
    }).Distinct();

    private static List<Instrument> All()
    {
        var all = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName)
                all.Add(instrument);
        };
        listener.Start();
        return all;
    }

    [GeneratedRegex(@"^\| `(txaio\.[a-z.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
