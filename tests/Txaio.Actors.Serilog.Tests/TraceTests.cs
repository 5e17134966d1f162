using System.Diagnostics;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>An event has the trace and span of its log call, and not those of the logger's thread.</summary>
public sealed class TraceTests : SerilogTestBase
{
    private readonly ActorSystem _system;
    private readonly ITxaioLogger _log;

    public TraceTests()
    {
        _system = Start(ToSink().CreateLogger());
        _log = _system.Txaio().MakeLogger("test.ours");
    }

    [Fact]
    public async Task Event_has_the_ids_of_the_activity_it_was_logged_in()
    {
        var akka = Logging.GetLogger(_system, "test.akka");
        using (var activity = new Activity("outer").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            _log.Info("text");
            _log.Info("{A}", 1);
            _log.Critical("with {context}", ("field", 1));
            akka.Info("akka");
            using var inner = new Activity("inner").Start();
            _log.Info($"inner {1}");

            var written = await EndAsync(_system);

            Assert.Equal(5, written.Count);
            Assert.All(written, e => Assert.Equal(activity.TraceId, e.TraceId));
            Assert.All(written.Take(4), e => Assert.Equal(activity.SpanId, e.SpanId));
            Assert.Equal(inner.SpanId, written[4].SpanId);
        }
    }

    [Fact]
    public async Task Callback_of_a_loop_logs_in_the_activity_that_it_was_queued_in()
    {
        var txaio = _system.Txaio();
        ActivityTraceId trace;
        using (var activity = new Activity("queued").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            trace = activity.TraceId;
            txaio.Loop.CallSoon(() => _log.Info("on the loop"));
        }

        Assert.Equal(trace, (await Sink.TextAsync("on the loop")).TraceId);
    }

    [Fact]
    public async Task Event_outside_of_activities_has_no_ids()
    {
        Assert.Null(Activity.Current);
        _log.Info("text");

        var written = Assert.Single(await EndAsync(_system));

        Assert.Null(written.TraceId);
        Assert.Null(written.SpanId);
    }
}
