using System.Diagnostics.Metrics;
using Txaio.Actors.Tests.Loops;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The library reports a listener of metrics that throws, and all work continues.</summary>
public sealed class ThrowingListenerTests : TelemetryTests
{
    private readonly MeterListener _listener = new();

    public ThrowingListenerTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => ThrowIfOurs(tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => ThrowIfOurs(tags));
        _listener.Start();
    }

    [Fact]
    public void Loops_timers_and_futures_continue_and_the_exception_is_reported()
    {
        var published = PublishedEvents.Of(Measured.System);
        var ran = new List<string>();
        var future = Txaio.CreateFuture<int>();
        future.AddCallbacks(value => ran.Add($"future {value}"));
        future.Resolve(1);
        Time.RunUntilIdle();
        Loop.CallSoon(() => ran.Add("again"));
        Txaio.CallLater(Second, () => ran.Add("later"));
        using var timer = Txaio.MakeBatchedTimer(Second);
        timer.CallLater(2 * Second, () => ran.Add("batched"));
        Time.Advance(3 * Second);

        Assert.Equal(["future 1", "again", "later", "batched"], ran);
        Assert.Contains(published.Failures, static failure => failure.Cause.Message == "listens badly");
    }

    [Fact]
    public void Events_are_published_and_the_exception_is_reported_once()
    {
        var published = PublishedEvents.Of(Measured.System);
        using var said = new ConcurrentText();
        TxaioExtension.Get(Measured.System).Logging.ErrorOutput = said;

        var log = Txaio.MakeLogger("txaio.test");
        log.Warn("first");
        log.Warn("second");

        Assert.Equal(["first", "second"], published.Warnings);
        Assert.Contains("listens badly", Assert.Single(said.ToString().Split('\n'), static line =>
            line.StartsWith("Txaio.Actors logging: ", StringComparison.Ordinal)));
    }

    protected override void Dispose(bool disposing)
    {
        _listener.Dispose();
        base.Dispose(disposing);
    }

    private void ThrowIfOurs(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "txaio.system" && tag.Value is string name && name == Measured.Name)
                throw new InvalidOperationException("listens badly");
        }
    }
}
