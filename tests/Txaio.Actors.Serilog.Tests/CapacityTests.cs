using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>With <c>txaio.serilog.capacity</c>, the logger of a slow sink drops and counts events.</summary>
public sealed class CapacityTests : SerilogTestBase
{
    // Only the test's events: Akka's own take places as well.
    private const string Quiet = "akka.loglevel = WARNING\ntxaio.logging.level = warn\n";

    [Fact]
    public async Task Events_beyond_the_bound_are_dropped_and_counted_and_an_event_has_their_number()
    {
        using var dropped = new DroppedEvents("app");
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Sink.OnEmit = _ =>
        {
            entered.TrySetResult();
            gate.Wait(TimeSpan.FromSeconds(60));
        };
        var system = Start(ToSink().CreateLogger(), Quiet + "txaio.serilog.capacity = 10");
        var log = system.Txaio().MakeLogger("test");
        log.Warn("first");
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(60));

        for (var i = 0; i < 25; i++)
            log.Warn("event {I}", i);
        await dropped.UntilAsync(15);
        gate.Set();
        await system.Terminate();

        Assert.Equal(
            [
                "first", .. Enumerable.Range(0, 10).Select(static i => $"event {i}"),
                "Log events dropped because 10 waited: 15; txaio.serilog.capacity = 10 allows no more",
            ],
            Sink.All.Select(static e => e.RenderMessage()));
        Assert.Equal(15, dropped.Count);
        Assert.Equal(["SerilogLogger"], dropped.Loggers);
    }

    [Fact]
    public async Task Waiting_events_are_written_before_the_logger_is_disposed()
    {
        var logger = ToSink().CreateLogger();
        var system = Start(Quiet + "txaio.serilog.capacity = 20000", new SerilogSetup(logger, disposeLogger: true));
        var log = system.Txaio().MakeLogger("test");
        for (var i = 0; i < 20_000; i++)
            log.Warn("event {I}", i);

        await system.Terminate();

        Assert.Equal(1, Sink.Disposals);
        Assert.Equal(20_000, Sink.EventsAtDisposal);
    }

    [Theory]
    [InlineData("-1", "must be a whole number of 0 or more")]
    [InlineData("off", "must be a whole number of 0 or more")]
    [InlineData("2147483648", "must be a whole number of 2147483647 or less")]
    public void Mistake_is_refused_with_one_line(string value, string allowed) =>
        Assert.Equal(
            $"txaio.serilog.capacity = {value}: {allowed}",
            Assert.Throws<Akka.Configuration.ConfigurationException>(() => SerilogSettings.Read(
                Akka.Configuration.ConfigurationFactory.ParseString($"txaio.serilog.capacity = {value}"))).Message);
}
