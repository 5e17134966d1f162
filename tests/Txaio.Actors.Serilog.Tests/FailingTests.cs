using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Core;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>An exception of a sink, a value or a filter neither stops the logger nor loses another event.</summary>
[Collection(WholeProcess.Name)]
public sealed class FailingTests : SerilogTestBase
{
    private readonly TextWriter _before = Console.Error;
    private readonly ConcurrentText _error = new();

    public override Task InitializeAsync()
    {
        Console.SetError(_error);
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Console.SetError(_before);
    }

    [Fact]
    public async Task Sink_that_throws_does_not_stop_another()
    {
        var system = Start(ToSink().WriteTo.Sink(new ThrowingSink()).CreateLogger());
        LogThree(system);

        Assert.Equal(["0", "1", "2"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Audit_sink_that_throws_loses_its_own_events_only_and_is_reported_once()
    {
        Sink.OnEmit = e => _ = e.RenderMessage() == "2" ? 0 : throw new InvalidOperationException("no disk");
        var system = Start(new LoggerConfiguration().AuditTo.Sink(Sink).CreateLogger());
        LogThree(system);

        Assert.Equal(["2"], (await EndAsync(system)).Select(e => e.RenderMessage()));
        var report = Assert.Single(
            Lines(), line => line.StartsWith("Txaio.Actors.Serilog: ", StringComparison.Ordinal));
        Assert.Contains("writing an event of test", report);
        Assert.Contains("no disk", _error.ToString());
    }

    [Fact]
    public async Task Logger_that_cannot_be_closed_does_not_keep_the_system_from_ending()
    {
        var logger = new LoggerConfiguration().WriteTo.Sink(new Unclosable()).CreateLogger();
        var system = Start("", new SerilogSetup(logger, disposeLogger: true));

        await system.Terminate();

        Assert.Contains("could not be closed", _error.ToString());
    }

    [Fact]
    public async Task Value_that_throws_leaves_the_rest_of_its_event()
    {
        var system = Start(ToSink().CreateLogger());
        var log = system.Txaio().MakeLogger("test");
        log.Info("{A} {B}", new Bad(), 1);
        log.Info("{a}", ("a", 2), ("bad", new Bad()), ("good", 3));

        var written = await EndAsync(system);

        Assert.Equal([1, null], written.Select(e => e.Value("B")));
        Assert.Equal((2, 3), (written[1].Value("a"), written[1].Value("good")));
        Assert.Contains(nameof(InvalidOperationException), written[1].Text("bad"));
    }

    [Fact]
    public async Task Message_that_cannot_be_read_is_written_as_such()
    {
        var system = Start(ToSink().CreateLogger());
        system.EventStream.Publish(new Warning("test", typeof(string), new BadMessage()));
        LogThree(system);

        var written = await EndAsync(system);

        Assert.Equal(4, written.Count);
        Assert.Contains("cannot be read: bad parameters", written[0].RenderMessage());
        Assert.Contains("bad parameters", _error.ToString());
    }

    [Fact]
    public async Task Event_that_a_filter_fails_on_is_kept()
    {
        var system = Start(ToSink().CreateLogger(), "", new LogFilterSetup([new BadFilter()]));
        LogThree(system);

        Assert.Equal(3, (await EndAsync(system)).Count);
        Assert.Contains("bad filter", _error.ToString());
    }

    private static void LogThree(ActorSystem system)
    {
        for (var i = 0; i < 3; i++)
            Logging.GetLogger(system, "test").Info("{N}", i);
    }

    private IEnumerable<string> Lines() => _error.ToString().Split('\n');

    private sealed class ThrowingSink : ILogEventSink
    {
        public void Emit(global::Serilog.Events.LogEvent logEvent) => throw new InvalidOperationException("no disk");
    }

    private sealed class Unclosable : ILogEventSink, IDisposable
    {
        public void Emit(global::Serilog.Events.LogEvent logEvent)
        {
        }

        public void Dispose() => throw new InvalidOperationException("stuck");
    }

    private sealed class Bad
    {
        public override string ToString() => throw new InvalidOperationException("bad value");
    }

    private sealed class BadMessage() : LogMessage(SemanticLogMessageFormatter.Instance, "{A}")
    {
        public override string Unformatted() => "";

        public override IEnumerable<object> Parameters() => throw new InvalidOperationException("bad parameters");
    }

    private sealed class BadFilter : LogFilterBase
    {
        public override LogFilterType FilterType => LogFilterType.Source;

        public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
            throw new InvalidOperationException("bad filter");
    }
}
