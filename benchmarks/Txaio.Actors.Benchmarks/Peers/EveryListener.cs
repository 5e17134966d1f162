using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Listens to every instrument and every activity of the library, and only counts the measurements.</summary>
internal sealed class EveryListener : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private long _measured;

    public EveryListener()
    {
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        // Not interlocked: an interlocked count would be most of the cost, and the cases need only a number above zero.
        _meters.SetMeasurementEventCallback<long>((_, _, _, _) => _measured++);
        _meters.SetMeasurementEventCallback<double>((_, _, _, _) => _measured++);
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TxaioTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>The approximate number of measurements.</summary>
    public long Measured => Volatile.Read(ref _measured);

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }
}
