using Txaio.Actors.TestKit;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>
/// A measured system and a reader of its metrics. These tests run alone, because a listener gets the figures of the
/// whole process.
/// </summary>
[Collection(nameof(TelemetryTests))]
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public abstract class TelemetryTests(string hocon = "") : IDisposable
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private protected MetricsReader Metrics { get; set; } = new();

    private protected MeasuredSystem Measured { get; } = new(hocon);

    protected ITxaio Txaio => Measured.Txaio;

    protected EventLoop Loop => Measured.Loop;

    protected VirtualTime Time => Measured.Time;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Metrics.Dispose();
        Measured.Dispose();
    }

    /// <summary>
    /// The current values of an instrument: the tags in the order of their names, and the measurements.
    /// </summary>
    protected IReadOnlyList<string> Read(string instrument) => Metrics.Of(Measured.Name, instrument);
}
