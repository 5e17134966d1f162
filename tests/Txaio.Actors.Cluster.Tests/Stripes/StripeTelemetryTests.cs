using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Telemetry;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>What a stripe tells its timer's instruments, and when.</summary>
public sealed class StripeTelemetryTests : StripeTestKit
{
    private readonly ConcurrentQueue<(string Instrument, double Value)> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly TimerTelemetry _telemetry;

    public StripeTelemetryTests()
    {
        _telemetry = new TimerTelemetry(
            "system",
            Guid.NewGuid().ToString(),
            1,
            Sys.Scheduler,
            static e => throw new InvalidOperationException("thrown", e));
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioClusterTelemetry.MeterName && !instrument.IsObservable)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((it, value, tags, _) => Record(it, value, tags));
        _listener.SetMeasurementEventCallback<int>((it, value, tags, _) => Record(it, value, tags));
        _listener.SetMeasurementEventCallback<double>((it, value, tags, _) => Record(it, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Stripe_measures_writes_deliveries_retries_and_what_it_gives_up()
    {
        var stripe = StartStripe(Settings with
        {
            Telemetry = _telemetry,
            MinBackoff = TimeSpan.FromSeconds(5),
            MaxAttempts = 2,
        });

        Store(stripe, "c", 1, Schedule("a", 1_000), Schedule("b", 60_000), Cancel("none"));
        StateOf(stripe);
        Assert.Equal([("txaio.durable.write.size", 2)], Measured());
        Assert.Equal((2, 0), (_telemetry.Pending, _telemetry.Unacknowledged));

        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg<DurableCallDue>();
        Assert.Equal([("txaio.durable.delivered", 1), ("txaio.durable.lateness", 0)], Measured());
        Assert.Equal((2, 1), (_telemetry.Pending, _telemetry.Unacknowledged));

        Time.Advance(TimeSpan.FromSeconds(6));
        ExpectMsg<DurableCallDue>();
        Assert.Equal([("txaio.durable.retried", 1)], Measured());

        Time.Advance(TimeSpan.FromSeconds(20));
        StateOf(stripe);
        Assert.Equal([("txaio.durable.given_up", 1), ("txaio.durable.write.size", 1)], Measured());
        Assert.Equal((1, 0), (_telemetry.Pending, _telemetry.Unacknowledged));
    }

    [Fact]
    public void Lateness_is_measured_from_the_due_time_and_the_lag_is_of_what_waits_for_the_window()
    {
        var stripe = StartStripe(Settings with { Telemetry = _telemetry, Window = 1 });
        Store(stripe, "c", 1, Schedule("a", 1_000), Schedule("b", 1_000));
        Time.Spend(TimeSpan.FromSeconds(4));
        Time.RunUntilIdle();

        Assert.Contains(("txaio.durable.lateness", 3), Measured());
        Assert.Equal(3, _telemetry.Lag);
        stripe.Tell(ExpectMsg<DurableCallDue>().Done());
        Time.RunUntilIdle();
        ExpectMsg<DurableCallDue>();
        Assert.Equal(0, _telemetry.Lag);
    }

    [Fact]
    public void Stripe_that_has_stopped_counts_no_more()
    {
        var stripe = StartStripe(Settings with { Telemetry = _telemetry });
        Store(stripe, "c", 1, Schedule("a", 1_000), Schedule("b", 60_000));
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg<DurableCallDue>();
        Assert.Equal((2, 1), (_telemetry.Pending, _telemetry.Unacknowledged));

        Stop(stripe);

        Assert.Equal((0, 0), (_telemetry.Pending, _telemetry.Unacknowledged));
        StateOf(StartStripe(Settings with { Telemetry = _telemetry }));
        Assert.Equal(2, _telemetry.Pending);
    }

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private List<(string Instrument, double Value)> Measured()
    {
        var measured = new List<(string Instrument, double Value)>();
        while (_measured.TryDequeue(out var one))
            measured.Add(one);
        return [.. measured.Order()];
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Timers of other tests of the process are measured too.
        if (tags.SequenceEqual(_telemetry.Tags))
            _measured.Enqueue((instrument.Name, value));
    }
}
