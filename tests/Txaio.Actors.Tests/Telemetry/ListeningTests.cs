using System.Diagnostics.Metrics;
using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>Listeners of metrics that start before or after the system, and listeners of several systems.</summary>
public sealed class ListeningTests : TelemetryTests
{
    [Fact]
    public void Systems_of_one_process_are_told_apart()
    {
        using var other = new MeasuredSystem();
        Loop.CallSoon(static () => { });
        other.Loop.CallSoon(static () => { });
        other.Loop.CallSoon(static () => { });
        Txaio.CreateFuture<int>();
        Time.RunUntilIdle();
        other.Time.RunUntilIdle();

        Assert.Equal(["default = 1"], Read("txaio.loop.callbacks"));
        Assert.Equal(["default = 2"], Metrics.Of(other.Name, "txaio.loop.callbacks"));
        Assert.Equal(["default = 1"], Read("txaio.futures.created"));
        Assert.Empty(Metrics.Of(other.Name, "txaio.futures.created"));
    }

    [Fact]
    public void Systems_of_one_name_are_added_up()
    {
        using var same = new MeasuredSystem(name: Measured.Name);
        Loop.CallSoon(static () => { });
        same.Loop.CallSoon(static () => { });
        Txaio.CallLater(Second, static () => { });
        same.Txaio.CallLater(Second, static () => { });
        Time.RunUntilIdle();

        Assert.Equal(["default = 1"], Read("txaio.loop.callbacks"));
        Assert.Equal(["default = 1"], Read("txaio.loop.queue.length"));
        Assert.Equal(["default (CallLater) = 2"], Read("txaio.timers.pending"));
    }

    [Fact]
    public void Callbacks_of_a_system_that_ended_stay_counted_while_another_of_its_name_runs()
    {
        var first = new MeasuredSystem(name: Measured.Name);
        Run(first, 30);
        Run(Measured, 20);
        var before = Callbacks();

        first.Dispose();

        Assert.InRange(before, 50, long.MaxValue);
        Assert.InRange(Callbacks(), before, long.MaxValue);
        Run(Measured, 1);
        Assert.InRange(Callbacks(), before + 1, long.MaxValue);
    }

    [Fact]
    public void Callbacks_of_a_system_that_ended_stay_counted_when_the_next_of_its_name_starts()
    {
        Run(Measured, 10);
        var before = Callbacks();
        Measured.Dispose();
        for (var i = 0; i < 5; i++)
        {
            using var next = new MeasuredSystem(name: Measured.Name);
            Run(next, 10);
            Assert.InRange(Callbacks(), before + 10, long.MaxValue);
            before = Callbacks();
        }
    }

    [Fact]
    public void Callbacks_of_a_loop_that_was_given_up_stay_counted()
    {
        using var same = new MeasuredSystem(name: Measured.Name);
        Loop.CallSoon(static () => { });
        same.Loop.CallSoon(static () => { });
        Time.RunUntilIdle();
        same.Time.RunUntilIdle();

        same.Loop.Abandon();
        same.Loop.Abandon();

        Assert.Equal(["default = 2"], Read("txaio.loop.callbacks"));
    }

    private static void Run(MeasuredSystem measured, int callbacks)
    {
        for (var i = 0; i < callbacks; i++)
            measured.Loop.CallSoon(static () => { });
        measured.Time.RunUntilIdle();
    }

    private long Callbacks() =>
        long.Parse(Assert.Single(Read("txaio.loop.callbacks"))["default = ".Length..], CultureInfo.InvariantCulture);

    [Fact]
    public void Utilization_of_systems_of_one_name_is_the_highest()
    {
        using var same = new MeasuredSystem(name: Measured.Name);
        foreach (var (system, busy) in new[] { (Measured, 1), (same, 3) })
        {
            system.Loop.CallSoon(() => system.Time.Spend(Second * busy));
            system.Time.RunUntilIdle();
            system.Time.AdvanceTo(Second * 4);
        }

        Assert.Equal(["default = 0.75"], Read("txaio.loop.utilization"));
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("shutdown")]
    [InlineData("abort")]
    public async Task System_that_has_ended_is_not_kept(string how)
    {
        var name = $"ended-by-{how}";
        var system = TestSystem.Start(name: name);
        var telemetry = system.Txaio().Loop.Telemetry;
        Assert.True(MeasuredLoops.Contains(telemetry));
        Assert.NotEmpty(Metrics.Of(name, "txaio.loop.callbacks"));

        await TestSystem.End(system, how);

        Assert.False(MeasuredLoops.Contains(telemetry));
        using var later = new MetricsReader();
        Assert.DoesNotContain(name, later.SystemsWith("txaio.loop.callbacks"));
    }

    [Fact]
    public void Loop_that_was_given_up_is_not_kept()
    {
        Loop.Abandon();

        Assert.False(MeasuredLoops.Contains(Loop.Telemetry));
    }

    [Fact]
    public void Late_listener_gets_all_observable_counts_and_other_figures_from_then_on()
    {
        Txaio.CreateFuture<int>();
        Loop.CallSoon(static () => { });
        Time.RunUntilIdle();
        Metrics.Dispose();
        Txaio.CreateFuture<int>().Resolve(1);
        Loop.CallSoon(static () => { });
        Txaio.CallLater(Second, static () => { });
        Time.Advance(Second);

        Metrics = new MetricsReader();
        Assert.Equal(["default = 3"], Read("txaio.loop.callbacks"));
        Assert.Empty(Read("txaio.futures.created"));
        Assert.Empty(Read("txaio.futures.completed"));
        Assert.Empty(Read("txaio.timers.fired"));
        Txaio.CreateFuture<int>().Resolve(1);
        Assert.Equal(["default = 1"], Read("txaio.futures.created"));
        Assert.Equal(["default resolved = 1"], Read("txaio.futures.completed"));
    }

    [Fact]
    public void Two_listeners_count_everything_once_each()
    {
        using var second = new MetricsReader();
        Txaio.CreateFuture<int>().Resolve(1);
        Loop.CallSoon(static () => { });
        Time.RunUntilIdle();

        foreach (var reader in new[] { Metrics, second })
        {
            Assert.Equal(["default = 1"], reader.Of(Measured.Name, "txaio.futures.created"));
            Assert.Equal(["default resolved = 1"], reader.Of(Measured.Name, "txaio.futures.completed"));
            Assert.Equal(["default = 1"], reader.Of(Measured.Name, "txaio.loop.callbacks"));
            Assert.Equal(["default = 1 in 0 s"], reader.Of(Measured.Name, "txaio.loop.callback.duration"));
        }
    }

    [Fact]
    public void Recording_itself_allocates_nothing()
    {
        Metrics.Dispose();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        var recorded = 0;
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => recorded++);
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => recorded++);
        listener.Start();
        Record(1);
        recorded = 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(700, recorded);
    }

    private void Record(int times)
    {
        var telemetry = Loop.Telemetry;
        for (var i = 0; i < times; i++)
        {
            telemetry.TurnBegan(Second);
            telemetry.CallbackRan(1);
            telemetry.FutureCreated();
            telemetry.FutureCompleted(error: null, cancelled: false);
            telemetry.AskEnded(1, error: null, cancelled: false);
            telemetry.CallLater.Fired(1, 0);
        }
    }

    [Fact]
    public void No_instrument_is_enabled_without_a_listener()
    {
        Metrics.Dispose();
        using var listener = new MeterListener();
        var ours = new List<Instrument>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName)
                ours.Add(instrument);
        };
        listener.Start();

        Assert.NotEmpty(ours);
        Assert.DoesNotContain(ours, static instrument => instrument.Enabled);
    }
}
