using Akka.Actor;
using Akka.Event;
using Serilog;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The logger has written all earlier events when Terminate completes.</summary>
public sealed class TerminationTests : SerilogTestBase
{
    [Fact]
    public async Task Events_that_wait_behind_a_slow_sink_when_the_loops_have_closed_are_written()
    {
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = Start(ToSink().CreateLogger());
        Sink.OnEmit = _ =>
        {
            entered.TrySetResult();
            gate.Wait(TimeSpan.FromSeconds(60));
        };
        var log = system.Txaio().MakeLogger("test");
        log.Info("{N}", 0);
        await entered.Task;
        for (var i = 1; i < 20_000; i++)
            log.Info("{N}", i);

        var future = system.Txaio().CreateFuture<int>();
        future.AddCallbacks(null, _ => gate.Set());
        var lastOfTheLoop = future.AsTask();
        await system.Terminate();
        await Assert.ThrowsAsync<LoopTerminatedException>(() => lastOfTheLoop);

        Assert.Equal(Enumerable.Range(0, 20_000), Sink.Events.Select(e => (int)e.Value("N")!));
    }

    [Fact]
    public async Task Events_of_actors_that_log_when_they_stop_are_written()
    {
        var system = Start(ToSink().CreateLogger());
        system.ActorOf(Props.Create<LastWords>(), "test-actor");

        Assert.Equal(["goodbye"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Logger_of_a_setup_is_disposed_after_the_last_event_if_the_setup_says_so()
    {
        var system = Start("", new SerilogSetup(ToSink().CreateLogger(), disposeLogger: true));
        var log = system.Txaio().MakeLogger("test");
        for (var i = 0; i < 500; i++)
            log.Info("{N}", i);
        await system.Terminate();

        Assert.Equal(1, Sink.Disposals);
        Assert.Equal(500, Sink.EventsAtDisposal);
    }

    [Fact]
    public async Task Logger_of_a_setup_is_left_open_by_default()
    {
        await Start(ToSink().CreateLogger()).Terminate();

        Assert.Equal(0, Sink.Disposals);
    }

    [Fact]
    public async Task Two_systems_write_to_one_logger()
    {
        var logger = ToSink().CreateLogger();
        var (first, second) = (Start(logger), Start(logger));
        Logging.GetLogger(first, "test.first").Info("first");
        await first.Terminate();
        Logging.GetLogger(second, "test.second").Info("second");
        await second.Terminate();

        Assert.Equal(["first", "second"], Sink.Events.Select(e => e.RenderMessage()));
    }

    [Fact]
    public void Setup_with_a_null_logger_throws() =>
        Assert.Throws<ArgumentNullException>("logger", () => new SerilogSetup(null!));

    private sealed class LastWords : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        protected override void PostStop() => _log.Info("goodbye");
    }
}
