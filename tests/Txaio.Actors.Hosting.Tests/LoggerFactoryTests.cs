using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Log events reach Microsoft.Extensions.Logging through the library's logger actor and through Akka.Hosting's.
/// </summary>
public sealed class LoggerFactoryTests : HostTestBase
{
    [Fact]
    public async Task Events_keep_level_category_template_and_values()
    {
        var host = await StartLogging();
        var txaio = host.Services.GetRequiredService<ITxaio>();
        txaio.SetGlobalLogLevel("trace");
        var log = txaio.MakeLogger("test.orders");
        log.Trace("trace {N}", 1);
        log.Debug("debug");
        log.Info("took {Order} on {things[one]}", ("Order", 7), ("things", new Dictionary<string, int> { ["one"] = 1 }), ("more", 2));
        log.Warn("warn");
        log.Error(new InvalidOperationException("bad"), "error");
        log.Critical(new LogCategory("TX1"), "braces {} stay");
        txaio.MakeLogger<LoggerFactoryTests>().Info("of a class");
        await host.StopAsync();

        var mine = Logged.Entries.Where(entry => entry.Category == "test.orders").ToList();
        Assert.Equal(
            [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical],
            mine.Select(entry => entry.Level));
        Assert.Equal("trace 1", mine[0].Text);
        Assert.Equal("took 7 on 1", mine[2].Text);
        Assert.Equal("took {Order} on {things_one}", mine[2].Value("{OriginalFormat}"));
        Assert.Equal(7, mine[2].Value("Order"));
        Assert.Equal(1, mine[2].Value("things_one"));
        Assert.Equal(2, mine[2].Value("more"));
        Assert.StartsWith("test.orders", (string)mine[2].Value("LogSource")!);
        Assert.IsType<DateTimeOffset>(mine[2].Value("Timestamp"));
        Assert.Equal("bad", mine[4].Exception!.Message);
        Assert.Equal("braces {} stay", mine[5].Text);
        Assert.Equal("TX1", mine[5].Value("LogCategory"));
        Assert.Single(Logged.Entries, entry => entry.Category == typeof(LoggerFactoryTests).FullName);
    }

    [Fact]
    public async Task Events_of_actors_have_their_class_path_and_trace()
    {
        var host = await StartLogging();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test").Info("traced");
        Logging.GetLogger(SystemOf(host), "plain").Info("a {text} as it is");
        await SystemOf(host).ActorOf<Echo>("echo").Ask("hello", Patience);
        await host.StopAsync();

        var traced = Logged.Entries.Single(entry => entry.Category == "test");
        Assert.Equal(activity.TraceId, traced.Value("Akka.TraceId"));
        Assert.Equal(activity.SpanId, traced.Value("Akka.SpanId"));
        var echo = Logged.Entries.Single(entry => entry.Category == typeof(Echo).FullName);
        Assert.Equal("heard hello", echo.Text);
        Assert.Equal("akka://app/user/echo", echo.Value("ActorPath"));
        Assert.Equal("a {text} as it is", Logged.Entries.Single(entry => entry.Category == "plain").Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_with_braces_is_shown_exactly_by_our_logger_and_by_that_of_Akka_Hosting(bool ours)
    {
        string[] texts = ["{\"json\": 1} {x}", "{{x}} }}", "{0}", "{@x,5:N1}"];
        var host = await StartAsync((akka, _) => akka.WithTxaio().ConfigureLoggers(
            loggers =>
            {
                if (ours)
                    loggers.AddTxaioLoggerFactory();
                else
                    loggers.AddLoggerFactory();
            }));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test.texts");
        foreach (var text in texts)
            log.Info(text);
        log.Info("the end");
        await Logged.TextAsync("the end");

        var category = ours ? "test.texts" : typeof(ActorSystem).FullName;
        var shown = Logged.Entries
            .Where(entry => entry.Category == category && entry.Value("LogSource") is "test.texts").SkipLast(1).ToList();
        Assert.Equal(texts, shown.Select(entry => ours ? entry.Text : entry.Text.Split("[test.texts] ")[1]));
        Assert.Equal(texts, shown.Select(entry => entry.Value("Message")));
        Assert.All(shown, entry => Assert.Equal("{Message:l}", entry.Value("{OriginalFormat}")));
    }

    [Fact]
    public async Task Levels_of_appsettings_apply_to_categories()
    {
        var host = await StartLogging(
            """{ "Logging": { "LogLevel": { "Default": "Trace", "test.quiet": "Critical" } } }""");
        var txaio = host.Services.GetRequiredService<ITxaio>();
        txaio.MakeLogger("test.quiet").Error("not seen");
        txaio.MakeLogger("test.quiet").Critical("seen");
        await host.StopAsync();

        Assert.Equal(["seen"], Logged.Entries.Where(entry => entry.Category == "test.quiet").Select(entry => entry.Text));
    }

    [Fact]
    public async Task Filters_of_Akka_apply()
    {
        var host = await StartAsync((akka, _) => akka
            .WithTxaio()
            .ConfigureLoggers(loggers => loggers
                .AddTxaioLoggerFactory()
                .WithLogFilter(filter => filter.ExcludeMessageContaining("secret"))));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test");
        log.Info("a {What}", "secret");
        log.Info("a {What}", "word");
        await host.StopAsync();

        Assert.Equal(["a word"], Logged.Entries.Where(entry => entry.Category == "test").Select(entry => entry.Text));
    }

    [Fact]
    public async Task Event_that_a_filter_cannot_judge_is_kept_and_reading_no_text_renders_none()
    {
        var rendered = 0;
        var host = await StartAsync((akka, _) => akka
            .WithTxaio()
            .ConfigureLoggers(loggers => loggers
                .AddTxaioLoggerFactory()
                .WithLogFilter(static filter => filter.Add(new BySource()))));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test.kept");
        log.Info("a {What}", new Rendered(() => rendered++));
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test.dropped").Info("dropped");
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test.throws").Info("kept");
        await host.StopAsync();

        Assert.Equal(
            ["test.kept", "test.throws"],
            Logged.Entries.Select(static entry => entry.Category).Where(static name => name.StartsWith("test.")));
        Assert.Equal(1, rendered);
    }

    [Fact]
    public async Task Provider_that_throws_loses_no_other_event()
    {
        var host = await StartLogging();
        Logged.Failure = static text => text == "event 1" ? new InvalidOperationException("full") : null;
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test");
        for (var i = 0; i < 4; i++)
            log.Info("event {N}", i);
        await host.StopAsync();

        Assert.Equal(
            ["event 0", "event 2", "event 3"],
            Logged.Entries.Where(entry => entry.Category == "test").Select(entry => entry.Text));
    }

    [Fact]
    public async Task Events_that_wait_when_the_host_stops_are_written()
    {
        var host = await StartLogging();
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Logged.Failure = text =>
        {
            if (text == "event 0")
            {
                entered.TrySetResult();
                gate.Wait(Patience);
            }

            return null;
        };
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test");
        log.Info("event {N}", 0);
        await entered.Task;
        for (var i = 1; i < 20_000; i++)
            log.Info("event {N}", i);
        var future = host.Services.GetRequiredService<ITxaio>().CreateFuture<int>();
        future.AddCallbacks(null, _ => gate.Set());
        var lastOfTheLoop = future.AsTask();
        await host.StopAsync();
        await Assert.ThrowsAsync<LoopTerminatedException>(() => lastOfTheLoop);

        Assert.Equal(
            Enumerable.Range(0, 20_000).Select(n => $"event {n}"),
            Logged.Entries.Where(entry => entry.Category == "test").Select(entry => entry.Text));
    }

    [Fact]
    public async Task Logger_of_Akka_Hosting_has_our_events_too()
    {
        var host = await StartAsync((akka, _) => akka
            .WithTxaio().ConfigureLoggers(static loggers => loggers.AddLoggerFactory()));
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test").Info("took {Order}", 7);
        await Logged.TextAsync("took 7");
        await host.StopAsync();

        var mine = Logged.Entries.Single(entry => entry.Text.Contains("took", StringComparison.Ordinal));
        Assert.Equal("took {Order}", mine.Value("{OriginalFormat}"));
        Assert.Equal(7, mine.Value("Order"));
    }

    private Task<IHost> StartLogging(string? appsettings = null) => StartAsync(
        (akka, _) => akka
            .WithTxaio()
            .ConfigureLoggers(static loggers =>
            {
                loggers.LogLevel = Akka.Event.LogLevel.DebugLevel;
                loggers.AddTxaioLoggerFactory();
            }),
        appsettings);

    private sealed class BySource : LogFilterBase
    {
        public override LogFilterType FilterType => LogFilterType.Source;

        public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
            content.LogSource switch
            {
                "test.dropped" => LogFilterDecision.Drop,
                "test.throws" => throw new InvalidOperationException("cannot judge"),
                _ => LogFilterDecision.Keep,
            };
    }

    /// <summary>A value that reports each rendering. A provider should render a value once.</summary>
    private sealed class Rendered(Action shown)
    {
        public override string ToString()
        {
            shown();
            return "value";
        }
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            var log = Context.GetLogger();
            Receive<string>(text =>
            {
                log.Info("heard {Text}", text);
                Sender.Tell(text);
            });
        }
    }
}
