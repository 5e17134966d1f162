using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The table in docs/observability.md is the instruments there are.</summary>
public sealed partial class ObservabilityPageTests : TelemetryTests
{
    [Fact]
    public void Page_lists_every_instrument_with_its_kind_and_unit()
    {
        var page = Repository.Read("docs/observability.md");
        var listed = Row().Matches(page).Select(static row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");

        Assert.Equal(Published().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static List<string> Published()
    {
        var published = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name != TxaioTelemetry.MeterName)
                return;
            Assert.False(string.IsNullOrEmpty(instrument.Description));
            published.Add($"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}");
        };
        listener.Start();
        return published;
    }

    [GeneratedRegex(@"^\| `(txaio\.[a-z.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
