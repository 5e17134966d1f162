using System.Diagnostics;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>A measured system with a reader of its metrics and a reader of its activities.</summary>
public abstract class TracedTests(string hocon = "") : TelemetryTests(hocon)
{
    private protected TracesReader Traces { get; } = new();

    protected override void Dispose(bool disposing)
    {
        Traces.Dispose();
        base.Dispose(disposing);
    }

    protected static IReadOnlyList<string> TagsOf(Activity activity) =>
        [.. activity.TagObjects.Select(static tag => $"{tag.Key} = {tag.Value}").Order(StringComparer.Ordinal)];
}
