using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>Reads the library's metrics with OpenTelemetry and its in-memory exporter, as users do.</summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly List<MetricSnapshot> _exported = [];
    private readonly MeterProvider _provider;

    public MetricsReader() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(TxaioTelemetry.MeterName)
        // By default OpenTelemetry allocates room for 2,000 sets of tags for each instrument, which takes megabytes.
        .AddView("*", new MetricStreamConfiguration { CardinalityLimit = 100 })
        .AddInMemoryExporter(_exported)
        .Build();

    /// <summary>Collects the metrics, and returns the values of an instrument for one system.</summary>
    /// <returns>A line for each value: the tags except the system's, and the value.</returns>
    public IReadOnlyList<string> Of(string system, string instrument)
    {
        Collect();
        var lines =
            from metric in _exported
            where metric.Name == instrument
            from point in metric.MetricPoints
            let tags = TagsOf(point)
            where tags["txaio.system"] == system
            let shown = tags.Where(static tag => tag.Key != "txaio.system").Select(static tag => tag.Value)
            select $"{string.Join(' ', shown)} = {ValueOf(metric, point)}";
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>Collects the metrics, and returns the systems that have a value of an instrument.</summary>
    public IReadOnlySet<string> SystemsWith(string instrument)
    {
        Collect();
        return _exported.Where(metric => metric.Name == instrument)
            .SelectMany(static metric => metric.MetricPoints)
            .Select(static point => TagsOf(point)["txaio.system"])
            .ToHashSet();
    }

    public void Dispose() => _provider.Dispose();

    private void Collect()
    {
        _exported.Clear();
        Assert.True(_provider.ForceFlush());
    }

    private static SortedDictionary<string, string> TagsOf(MetricPoint point)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in point.Tags)
            tags[tag.Key] = tag.Value as string ?? throw new InvalidDataException($"{tag.Key} is not a string.");
        return tags;
    }

    private static string ValueOf(MetricSnapshot metric, MetricPoint point) => FormattableString.Invariant(
        metric.MetricType switch
        {
            MetricType.LongSum => $"{point.GetSumLong()}",
            MetricType.LongSumNonMonotonic => $"{point.GetSumLong()}",
            MetricType.DoubleGauge => $"{point.GetGaugeLastValueDouble():0.###}",
            MetricType.Histogram => $"{point.GetHistogramCount()} in {point.GetHistogramSum():0.######} {metric.Unit}",
            _ => throw new InvalidDataException($"{metric.Name} is a {metric.MetricType}."),
        });
}
