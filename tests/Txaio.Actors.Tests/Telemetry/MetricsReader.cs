using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>Reads the library's metrics as users do: OpenTelemetry, with its in-memory exporter.</summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly List<MetricSnapshot> _exported = [];
    private readonly MeterProvider _provider;

    public MetricsReader() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(TxaioTelemetry.MeterName)
        // Room is taken in advance: 2,000 sets of tags each, megabytes, unless told otherwise.
        .AddView("*", new MetricStreamConfiguration { CardinalityLimit = 100 })
        .AddInMemoryExporter(_exported)
        .Build();

    /// <summary>Collects now.</summary>
    /// <returns>The values of one system, as lines: instrument, tags without the system's, value.</returns>
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

    /// <summary>Collects now.</summary>
    /// <returns>The systems that have a value of the instrument.</returns>
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
            tags[tag.Key] = tag.Value as string ?? throw new InvalidDataException($"{tag.Key} is no string.");
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
