using Akka.Event;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metric <c>txaio.log.events</c>.</summary>
public sealed class LogMetricsTests : TelemetryTests
{
    [Fact]
    public void Events_are_counted_by_level()
    {
        var log = Txaio.MakeLogger("measured");
        Txaio.SetGlobalLogLevel(TxaioLogLevel.Trace);
        log.Critical("one");
        log.Error("one");
        log.Warn("one");
        log.Info("one");
        log.Info("{Number}", 2);
        log.Debug("one");
        log.Trace("one");

        Assert.Equal(
            ["critical = 1", "debug = 1", "error = 1", "info = 2", "trace = 1", "warn = 1"], Read("txaio.log.events"));
    }

    [Fact]
    public void Events_below_the_level_and_of_other_loggers_are_not_counted()
    {
        Txaio.MakeLogger("measured").Debug("below");
        global::Akka.Event.Logging.GetLogger(Measured.System, "akka").Error("not ours");

        Assert.Empty(Read("txaio.log.events"));
    }
}
