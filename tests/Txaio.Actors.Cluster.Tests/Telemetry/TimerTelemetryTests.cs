using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Txaio.Actors.Cluster.Telemetry;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Telemetry;

public sealed class TimerTelemetryTests : IDisposable
{
    private readonly VirtualTime _time = VirtualTime.Create("akka { loglevel = OFF, stdout-loglevel = OFF }");
    private readonly ConcurrentDictionary<string, double> _figures = new();
    private readonly List<Exception> _reported = [];
    private readonly MeterListener _listener = new();
    private readonly TimerTelemetry _telemetry;
    private bool _isBroken;

    public TimerTelemetryTests()
    {
        _telemetry = new TimerTelemetry("system", Guid.NewGuid().ToString(), 2, _time.System.Scheduler, _reported.Add);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioClusterTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
        MeasuredTimers.Add(_telemetry);
    }

    public void Dispose()
    {
        MeasuredTimers.Remove(_telemetry);
        _listener.Dispose();
        _time.Dispose();
    }

    [Fact]
    public void Figures_of_stripes_are_summed_until_they_stop()
    {
        var now = _time.Now.ToUnixTimeMilliseconds();
        _telemetry.SetStripe(0, 5, 2, now + 1000);
        _telemetry.SetStripe(1, 7, 1, now + 9000);
        _telemetry.Waiting = () => 3;
        _time.Advance(TimeSpan.FromSeconds(3));
        _listener.RecordObservableInstruments();
        Assert.Equal(12, _figures["txaio.durable.pending"]);
        Assert.Equal(3, _figures["txaio.durable.unacknowledged"]);
        Assert.Equal(3, _figures["txaio.durable.waiting"]);
        Assert.Equal(2, _figures["txaio.durable.lag"]);

        _telemetry.Stopped(0);
        _listener.RecordObservableInstruments();
        Assert.Equal(7, _figures["txaio.durable.pending"]);
        Assert.Equal(0, _figures["txaio.durable.lag"]);
    }

    [Fact]
    public void Events_are_counted()
    {
        _telemetry.Delivered(TimeSpan.FromSeconds(1.5));
        _telemetry.Retried();
        _telemetry.GivenUp();
        _telemetry.Refused();
        _telemetry.TimedOut();
        _telemetry.Wrote(100);

        Assert.Equal(1, _figures["txaio.durable.delivered"]);
        Assert.Equal(1.5, _figures["txaio.durable.lateness"]);
        Assert.Equal(1, _figures["txaio.durable.retried"]);
        Assert.Equal(1, _figures["txaio.durable.given_up"]);
        Assert.Equal(1, _figures["txaio.durable.refused"]);
        Assert.Equal(1, _figures["txaio.durable.timeouts"]);
        Assert.Equal(100, _figures["txaio.durable.write.size"]);
    }

    [Fact]
    public void Listener_that_throws_is_reported()
    {
        _isBroken = true;
        _telemetry.Delivered(TimeSpan.Zero);
        _telemetry.Wrote(1);
        Assert.Equal(3, _reported.Count);
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Timers of other tests of the process are measured too.
        if (!tags.SequenceEqual(_telemetry.Tags))
            return;
        if (_isBroken)
            throw new InvalidOperationException("broken");
        _figures[instrument.Name] = value;
    }
}
