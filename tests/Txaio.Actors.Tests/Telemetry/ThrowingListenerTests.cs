using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>A listener that throws harms nobody but itself.</summary>
public sealed class ThrowingListenerTests() : TelemetryTests("")
{
    [Fact]
    public void Loops_timers_and_futures_go_on_and_it_is_reported()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TxaioTelemetry.MeterName && instrument.Name != "txaio.log.events")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw Bad());
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw Bad());
        listener.Start();
        var failures = new Failures((ExtendedActorSystem)Measured.System);
        Measured.System.EventStream.Subscribe(failures, typeof(UnhandledFailure));

        var ran = new List<string>();
        var txaio = Measured.System.Txaio();
        var future = txaio.CreateFuture<int>();
        future.AddCallbacks(value => ran.Add($"future {value}"));
        future.Resolve(1);
        Time.RunUntilIdle();
        Loop.CallSoon(() => ran.Add("again"));
        txaio.CallLater(Second, () => ran.Add("later"));
        using var timer = txaio.MakeBatchedTimer(Second);
        timer.CallLater(2 * Second, () => ran.Add("batched"));
        Time.Advance(3 * Second);

        Assert.Equal(["future 1", "again", "later", "batched"], ran);
        Assert.Contains(failures.All, static failure => failure.Cause.Message == "listens badly");
    }

    private static InvalidOperationException Bad() => new("listens badly");

    private sealed class Failures(ExtendedActorSystem system) : MinimalActorRef
    {
        public ConcurrentQueue<UnhandledFailure> All { get; } = [];

        public override ActorPath Path { get; } = system.Provider.TempContainer.Path / "failures";

        public override IActorRefProvider Provider => system.Provider;

        protected override void TellInternal(object message, IActorRef sender) => All.Enqueue((UnhandledFailure)message);
    }
}
