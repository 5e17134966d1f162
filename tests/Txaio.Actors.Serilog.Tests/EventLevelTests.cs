using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The levels of events in Serilog, and the events that a level lets pass.</summary>
public sealed class EventLevelTests : SerilogTestBase
{
    [Fact]
    public async Task Levels_of_Akka_are_Serilogs()
    {
        var system = Start(ToSink().CreateLogger());
        var log = Logging.GetLogger(system, "test.akka");
        log.Debug("d");
        log.Info("i");
        log.Warning("w");
        log.Error("e");

        Assert.Equal(
            [LogEventLevel.Debug, LogEventLevel.Information, LogEventLevel.Warning, LogEventLevel.Error],
            (await EndAsync(system)).Select(e => e.Level));
    }

    [Fact]
    public async Task Trace_is_Verbose_and_critical_is_Fatal()
    {
        var system = Start(ToSink().CreateLogger());
        var log = system.Txaio().MakeLogger("test.ours");
        log.Trace("t");
        log.Debug("d");
        log.Info("i {A}", 1);
        log.Warn("w");
        log.Error("e {A}", 1);
        log.Critical("c {A}", 1);

        var written = await EndAsync(system);

        Assert.Equal(
            [
                LogEventLevel.Verbose, LogEventLevel.Debug, LogEventLevel.Information,
                LogEventLevel.Warning, LogEventLevel.Error, LogEventLevel.Fatal,
            ],
            written.Select(e => e.Level));
        Assert.Equal(
            ["trace", null, null, null, null, "critical"], written.Select(e => e.Value("TxaioLevel")));
    }

    [Fact]
    public async Task Level_in_a_message_of_other_code_is_a_value()
    {
        var system = Start(ToSink().CreateLogger());
        var log = Logging.GetLogger(system, "test.akka");
        log.Error("{TxaioLevel}", "critical");
        log.Debug("{TxaioLevel}", "trace");
        log.WithContext("TxaioLevel", "critical").Debug("d");
        log.WithContext("Other", 1).Error("{TxaioLevel}", "critical");

        Assert.Equal(
            [LogEventLevel.Error, LogEventLevel.Debug, LogEventLevel.Debug, LogEventLevel.Error],
            (await EndAsync(system)).Select(e => e.Level));
    }

    [Fact]
    public async Task Minimum_level_holds_also_between_debug_and_trace_and_error_and_critical()
    {
        var system = Start(ToSink().MinimumLevel.Debug().CreateLogger());
        var log = system.Txaio().MakeLogger("test.ours");
        log.Trace("t");
        log.Debug("d");
        Assert.Equal(["d"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Fatal_passes_where_only_fatal_may()
    {
        var system = Start(ToSink().MinimumLevel.Fatal().CreateLogger());
        var log = system.Txaio().MakeLogger("test.ours");
        log.Error("e");
        log.Critical("c");

        Assert.Equal(["c"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Override_holds_for_classes_by_their_full_name()
    {
        var system = Start(ToSink()
            .MinimumLevel.Override(typeof(TellingActor).Namespace!, LogEventLevel.Warning)
            .MinimumLevel.Override(typeof(EventLevelTests).FullName!, LogEventLevel.Information)
            .CreateLogger());
        await system.ActorOf<TellingActor>("test-actor").Ask<string>("hidden", TimeSpan.FromSeconds(60));
        Publish(system, typeof(EventLevelTests));
        Publish(system, typeof(string));
        system.Txaio().MakeLogger<EventLevelTests>().Debug("hidden");
        system.Txaio().MakeLogger<EventLevelTests>().Info("shown");

        Assert.Equal(
            ["EventLevelTests", "String", "shown"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Override_holds_for_loggers_made_by_name()
    {
        var system = Start(ToSink()
            .MinimumLevel.Override("test.quiet", LogEventLevel.Error)
            .MinimumLevel.Override("test.quiet.not", LogEventLevel.Verbose)
            .CreateLogger());
        system.Txaio().MakeLogger("test.quiet").Info("hidden");
        system.Txaio().MakeLogger("test.quiet.too").Info("hidden");
        Logging.GetLogger(system, "test.quiet").Info("hidden");
        system.Txaio().MakeLogger("test.quiet.not").Trace("ours");
        system.Txaio().MakeLogger("test.quieter").Info("another");
        Logging.GetLogger(system, "test.quiet.not").Debug("akka");

        Assert.Equal(["ours", "another", "akka"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Override_by_a_switch_moves_while_the_system_runs()
    {
        var level = new LoggingLevelSwitch(LogEventLevel.Error);
        var system = Start(ToSink().MinimumLevel.Override("test.moving", level).CreateLogger());
        var log = system.Txaio().MakeLogger("test.moving");
        log.Info("hidden");
        log.Error("between");
        await Sink.TextAsync("between");
        level.MinimumLevel = LogEventLevel.Verbose;
        log.Trace("shown");

        Assert.Equal(["between", "shown"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Any_number_of_names_is_written()
    {
        var system = Start(ToSink().CreateLogger());
        for (var i = 0; i < 2500; i++)
            system.EventStream.Publish(new Info($"test.{i}", typeof(DummyClassForStringSources), $"{i}"));

        Assert.Equal(
            Enumerable.Range(0, 2500).Select(i => $"{i}"), (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    private static void Publish(ActorSystem system, Type type) =>
        system.EventStream.Publish(new Info("test", type, type.Name));
}
