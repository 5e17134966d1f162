using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Txaio.Actors.Cluster.Hosting.Tests.Operations;

/// <summary>The names under which OpenTelemetry's exporter shows instruments to Prometheus.</summary>
internal static partial class PrometheusNames
{
    /// <summary>
    /// The samples of instruments: of each instrument a copy with the same kind, name and unit is measured once,
    /// because the exporter shows no instrument without a measurement.
    /// </summary>
    public static async Task<ILookup<string, string>> OfAsync(IReadOnlyCollection<Instrument> instruments)
    {
        using var meter = new Meter($"copies-{Guid.NewGuid():N}");
        var text = await ScrapeAsync(meter.Name, () =>
        {
            foreach (var instrument in instruments)
                Measure(meter, instrument);
        });
        return SamplesOf(text).ToLookup(sample => instruments.Select(static instrument => instrument.Name)
            .Where(name => $"{sample}_".StartsWith($"{name.Replace('.', '_')}_", StringComparison.Ordinal))
            .MaxBy(static name => name.Length)!);
    }

    /// <summary>The instruments of meters that exist by now.</summary>
    public static IReadOnlyCollection<Instrument> InstrumentsOf(params string[] meters)
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (meters.Contains(instrument.Meter.Name))
                found.Add(instrument);
        };
        listener.Start();
        return found;
    }

    /// <summary>Returns what Prometheus gets from a web application that exports a meter.</summary>
    public static async Task<string> ScrapeAsync(string meter, Action measure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(meter).AddPrometheusExporter());
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint("/metrics");
        await app.StartAsync();
        measure();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return await http.GetStringAsync("/metrics");
    }

    /// <summary>The names of the samples in a scrape.</summary>
    public static IEnumerable<string> SamplesOf(string text) =>
        Sample().Matches(text).Select(static match => match.Value).Where(static name => name.StartsWith("txaio_"))
            .Distinct();

    /// <summary>The names of the labels in a scrape.</summary>
    public static IEnumerable<string> LabelsOf(string text) =>
        Label().Matches(text).Select(static match => match.Groups["name"].Value).Distinct();

    private static void Measure(Meter meter, Instrument like)
    {
        var (name, unit) = (like.Name, like.Unit);
        switch (like.GetType().Name)
        {
            case "Counter`1":
                meter.CreateCounter<long>(name, unit).Add(1);
                break;
            case "Histogram`1":
                meter.CreateHistogram<double>(name, unit).Record(1);
                break;
            case "ObservableCounter`1":
                meter.CreateObservableCounter(name, static () => 1L, unit);
                break;
            case "ObservableUpDownCounter`1":
                meter.CreateObservableUpDownCounter(name, static () => 1L, unit);
                break;
            case "ObservableGauge`1":
                meter.CreateObservableGauge(name, static () => 1.0, unit);
                break;
            default:
                throw new NotSupportedException($"{like.Name}: an instrument of kind {like.GetType().Name}");
        }
    }

    [GeneratedRegex("^[a-z_0-9]+(?=[ {])", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("[{,](?<name>[a-z_0-9]+)=\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();
}
