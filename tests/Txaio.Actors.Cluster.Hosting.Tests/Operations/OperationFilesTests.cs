using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.RepresentationModel;

namespace Txaio.Actors.Cluster.Hosting.Tests.Operations;

/// <summary>
/// The dashboard and the alert rules use only metrics that the library exports, by the names that OpenTelemetry gives
/// them for Prometheus.
/// </summary>
public sealed partial class OperationFilesTests : TimerHostTestBase
{
    private const string Durable = TxaioClusterTelemetry.MeterName;

    private static readonly JsonNode Dashboard = JsonNode.Parse(Read("txaio-dashboard.json"))!;

    [Fact]
    public async Task Every_expression_names_an_instrument_and_labels_that_exist()
    {
        var scraped = await ScrapeHostAsync();
        var labels = PrometheusNames.LabelsOf(scraped).ToHashSet();
        var samples = await PrometheusNames.OfAsync(PrometheusNames.InstrumentsOf(Durable, TxaioTelemetry.MeterName));
        var metrics = samples.SelectMany(static names => names).ToHashSet();

        // The copies have the names of the real ones.
        Assert.Subset(metrics, PrometheusNames.SamplesOf(scraped).ToHashSet());
        Assert.Contains("txaio_durable_pending", PrometheusNames.SamplesOf(scraped));
        Assert.Subset(labels, new HashSet<string> { "txaio_system", "txaio_timer" });
        foreach (var expression in Panels().Concat(Rules()).Concat(Variables()))
        {
            var names = Name().Matches(expression).Select(static match => match.Value).ToHashSet();
            Assert.True(names.Overlaps(metrics), $"{expression}: names none of {string.Join(", ", metrics)}");
            Assert.True(
                names.IsSubsetOf(metrics.Concat(labels)),
                $"{expression}: {string.Join(", ", names.Except(metrics).Except(labels))} does not exist");
        }
    }

    [Fact]
    public async Task Dashboard_shows_every_instrument_of_durable_timers()
    {
        await ScrapeHostAsync();
        var samples = await PrometheusNames.OfAsync(PrometheusNames.InstrumentsOf(Durable));
        var shown = Panels().SelectMany(static panel => Name().Matches(panel).Select(static match => match.Value)).ToHashSet();

        Assert.Equal(11, samples.Count);
        Assert.All(samples, names => Assert.True(shown.Overlaps(names), $"{names.Key}: no panel shows it"));
    }

    [Fact]
    public void Dashboard_takes_its_data_source_from_its_variable()
    {
        var variable = Assert.Single(
            Dashboard["templating"]!["list"]!.AsArray(), static item => (string?)item!["type"] == "datasource");
        Assert.Equal(("datasource", "prometheus"), ((string?)variable!["name"], (string?)variable["query"]));
        var sources = Every(Dashboard).OfType<JsonObject>().Where(static item => item["datasource"] is JsonObject)
            .Select(static item => (string?)item["datasource"]!["uid"]).ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, static uid => Assert.Equal("${datasource}", uid));
        var ids = Dashboard["panels"]!.AsArray().Select(static panel => (int)panel!["id"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Every_alert_says_its_severity_and_what_to_do()
    {
        var rules = Groups().SelectMany(static group => Items(group, "rules")).ToList();

        Assert.NotEmpty(rules);
        Assert.All(rules, static rule =>
        {
            Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), (string[])["warning", "critical"]);
            var annotations = (YamlMappingNode)rule["annotations"];
            Assert.NotEmpty(Text(annotations, "summary"));
            Assert.NotEmpty(Text(annotations, "description"));
        });
        Assert.Equal(rules.Count, rules.Select(static rule => Text(rule, "alert")).Distinct().Count());
    }

    private static IEnumerable<string> Panels() =>
        from panel in Dashboard["panels"]!.AsArray()
        from target in panel!["targets"]?.AsArray() ?? []
        select (string)target!["expr"]!;

    private static IEnumerable<string> Variables() =>
        from variable in Dashboard["templating"]!["list"]!.AsArray()
        where (string?)variable!["type"] == "query"
        select (string)variable["query"]!["query"]!;

    private static IEnumerable<string> Rules() =>
        Groups().SelectMany(static group => Items(group, "rules")).Select(static rule => Text(rule, "expr"));

    private static IEnumerable<YamlMappingNode> Groups()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Read("txaio-alerts.yml")));
        return Items((YamlMappingNode)Assert.Single(yaml.Documents).RootNode, "groups");
    }

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node[key]).Cast<YamlMappingNode>();

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static IEnumerable<JsonNode> Every(JsonNode node)
    {
        var children = node switch
        {
            JsonObject item => item.Select(static pair => pair.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(Every).Prepend(node);
    }

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "operations", file));

    // A real host with a timer that delivers: its scrape has the real labels.
    private async Task<string> ScrapeHostAsync()
    {
        var host = await StartTimersAsync((akka, _) => akka
            .WithTxaioDurableTimers(static options =>
                options.AddTimer("expiry", static expiry => expiry.Bucket = TimeSpan.FromMilliseconds(10))));
        var durable = await PrometheusNames.ScrapeAsync(Durable, () => DeliverAsync(host, "expiry").Wait(Patience));
        var loops = await PrometheusNames.ScrapeAsync(
            TxaioTelemetry.MeterName,
            () =>
            {
                var txaio = host.Services.GetRequiredService<ITxaio>();
                txaio.MakeLogger<OperationFilesTests>().Warn("seen");
                Assert.ThrowsAny<Exception>(() => txaio.CreateFutureError<int>(new IOException("x")).AsTask().Wait());
            });
        return $"{durable}\n{loops}";
    }

    [GeneratedRegex("txaio_[a-z_0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
