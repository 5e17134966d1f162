using System.Diagnostics;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The same with a reader of activities.</summary>
public abstract class TracedTests(string hocon = "") : TelemetryTests(hocon), IDisposable
{
    private protected TracesReader Traces { get; } = new();

    void IDisposable.Dispose()
    {
        Traces.Dispose();
        Dispose();
    }

    protected static IReadOnlyList<string> TagsOf(Activity activity) =>
        [.. activity.TagObjects.Select(static tag => $"{tag.Key} = {tag.Value}").Order(StringComparer.Ordinal)];
}
