using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Txaio.Actors.Hosting.Tests;

/// <summary><c>logging.AddTxaio()</c> publishes events of Microsoft.Extensions.Logging in the actor system.</summary>
public sealed partial class HostEventsTests : HostTestBase
{
    private readonly ConcurrentQueue<LogEvent> _events = new();

    [Fact]
    public async Task Events_keep_source_level_template_values_and_exception()
    {
        var host = await StartPublishing("txaio.logging.level = trace");
        var log = LoggerOf(host, "Shop.Orders");
        log.LogTrace("trace {N}", 1);
        log.LogDebug("debug");
        log.LogInformation("took {Order} of {@Who}, {Price,8:N1}", 7, "me", 2.5);
        log.LogWarning("warn");
        log.LogError(new InvalidOperationException("bad"), "error {A}", 1);
        log.LogCritical("critical {A}", 1);

        var mine = EventsOf("Shop.Orders");
        Assert.Equal(
            ["trace 1", "debug", "took 7 of me,      2.5", "warn", "error 1", "critical 1"],
            mine.Select(e => e.Message.ToString()));
        Assert.Equal(
            [typeof(Akka.Event.Debug), typeof(Akka.Event.Debug), typeof(Info), typeof(Warning), typeof(Error), typeof(Error)],
            mine.Select(e => e.GetType()));
        Assert.Equal("trace", PropertiesOf(mine[0])["TxaioLevel"]);
        Assert.Equal("critical", PropertiesOf(mine[5])["TxaioLevel"]);
        Assert.Equal("took {Order} of {@Who}, {Price,8:N1}", ((LogMessage)mine[2].Message).Format);
        Assert.Equal([7, "me", 2.5], ((LogMessage)mine[2].Message).Parameters());
        Assert.Equal("bad", mine[4].Cause!.Message);
    }

    [Theory]
    [InlineData("{user-id} {0} {http.method}", "1 2 3")]
    [InlineData("{A} {A} {A}", "1 2 3")]
    [InlineData("{{x}} {A} {B:N1} {C,3}", "{x} 1 2.0   3")]
    [InlineData("{log_level} {log_time} {txaio_trace}", "1 2 3")]
    [InlineData("{2} {1} {0}", "1 2 3")]
    public async Task Values_fill_the_holes_that_Microsofts_logger_fills(string template, string text)
    {
        var host = await StartPublishing();
#pragma warning disable CA2254, CA2017 // The template is a parameter of the test.
        LoggerOf(host, "test").LogInformation(template, 1, 2, 3);
#pragma warning restore CA2254, CA2017

        Assert.Equal(text, Assert.Single(EventsOf("test")).Message.ToString());
        Assert.Equal(text, Assert.Single(Logged.Entries, static entry => entry.Category == "test").Text);
    }

    [Fact]
    public async Task Generated_log_methods_fill_by_name_and_carry_their_id()
    {
        var host = await StartPublishing();
        Took(LoggerOf(host, "test"), 3, "me", extra: true);

        var e = Assert.Single(EventsOf("test"));
        Assert.Equal("me took 3", e.Message.ToString());
        Assert.Equal(true, PropertiesOf(e)["extra"]);
        Assert.Equal(17, PropertiesOf(e)["EventId"]);
        Assert.Equal("Taken", PropertiesOf(e)["EventName"]);
    }

    [Fact]
    public async Task States_that_are_no_template_are_text()
    {
        var host = await StartPublishing();
        var log = LoggerOf(host, "test");
#pragma warning disable CA2017 // Without values the braces are text.
        log.LogInformation("{log_level} {}");
#pragma warning restore CA2017
        log.Log(LogLevel.Information, 5, 42, exception: null, static (state, _) => $"{{{state}}}");
        log.Log(
            LogLevel.Information,
            default,
            new Dictionary<string, object?> { ["A"] = 1 },
            exception: null,
            static (_, _) => "of {A}");

        var mine = EventsOf("test");
        Assert.Equal(["{log_level} {}", "{42}", "of {A}"], mine.Select(e => e.Message.ToString()));
        Assert.Equal(5, PropertiesOf(mine[1])["EventId"]);
        Assert.Equal(1, PropertiesOf(mine[2])["A"]);
    }

    [Fact]
    public async Task State_that_cannot_be_shown_is_published_all_the_same()
    {
        var host = await StartPublishing(clear: true);
        LoggerOf(host, "test").Log<int>(
            LogLevel.Information, default, 1, exception: null, static (_, _) => throw new InvalidOperationException("no"));

        Assert.EndsWith("that cannot be shown: no", Assert.Single(EventsOf("test")).Message.ToString());
    }

    [Fact]
    public async Task Values_of_scopes_travel_with_the_event_and_the_innermost_wins()
    {
        var host = await StartPublishing();
        var log = LoggerOf(host, "test");
        using (log.BeginScope("order {Order}", 7))
        using (log.BeginScope(new Dictionary<string, object> { ["A"] = "outer", ["B"] = 2 }))
        using (log.BeginScope("inside"))
        using (log.BeginScope(new Dictionary<string, object> { ["A"] = "inner" }))
            log.LogInformation("hello {World}", "x");
        log.LogInformation("after");

        var mine = EventsOf("test");
        var properties = PropertiesOf(mine[0]);
        Assert.Equal("hello x", mine[0].Message.ToString());
        Assert.Equal((7, "inner", 2), (properties["Order"], properties["A"], properties["B"]));
        Assert.Equal(["order 7", "inside"], Assert.IsAssignableFrom<IEnumerable<string>>(properties["Scope"]));
        Assert.DoesNotContain("Scope", PropertiesOf(mine[1]).Keys);
    }

    [Fact]
    public async Task Levels_of_both_sides_apply_at_run_time()
    {
        var host = await StartPublishing(
            appsettings: """{ "Logging": { "Txaio": { "LogLevel": { "Default": "Trace", "Quiet": "Error" } } } }""");
        var log = LoggerOf(host, "test");
        var txaio = host.Services.GetRequiredService<ITxaio>();
        log.LogDebug("too quiet");
        txaio.SetGlobalLogLevel("trace");
        log.LogTrace("heard");
        LoggerOf(host, "Quiet").LogWarning("filtered");
        txaio.SetGlobalLogLevel("none");
        log.LogCritical("silenced");
        txaio.SetGlobalLogLevel("info");
        log.LogInformation("again");

        Assert.Equal(["heard", "again"], EventsOf("test").Select(e => e.Message.ToString()));
        Assert.Empty(EventsOf("Quiet"));
    }

    [Fact]
    public async Task Events_before_the_actor_system_wait_in_order_and_those_over_1000_are_counted()
    {
        var host = Publishing();
        var log = LoggerOf(host, "early");
        log.LogDebug("not after all");
        for (var i = 0; i < HostEvents.MostWaiting + 5; i++)
            log.LogInformation("event {N}", i);
        await host.StartAsync();
        log.LogInformation("late");

        Assert.Equal(
            [.. Enumerable.Range(0, HostEvents.MostWaiting - 1).Select(static n => $"event {n}"), "late"],
            EventsOf("early").Select(e => e.Message.ToString()));
        Assert.Matches(
            @"^\d+ events were logged before .* beside 1000 that were kept$",
            Assert.Single(EventsOf(typeof(HostEvents).FullName!)).Message.ToString());
    }

    [Fact]
    public async Task Category_that_steers_a_terminal_is_written_once_and_is_safe_as_a_source()
    {
        var host = await StartPublishing(
            configure: static akka => akka.WithTxaio(static options => options.Logging.UseLoggerFactory = true));
        LoggerOf(host, "evil\u001b[2J").LogInformation("from {Host}", "the host\n");
        await host.StopAsync();

        var e = Assert.Single(EventsOf(@"evil\u001b[2J"));
        Assert.Equal(@"from the host\n", e.Message.ToString());
        Assert.Single(Logged.Entries, static entry => entry.Text.StartsWith("from the host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_logger_factory_logger_each_event_is_written_once_on_both_sides()
    {
        var host = await StartPublishing(
            configure: static akka => akka.WithTxaio(static options => options.Logging.UseLoggerFactory = true));
        var log = LoggerOf(host, "host");
        log.LogInformation("from the {Host}", "host");
        using (log.BeginScope(new Dictionary<string, object> { ["A"] = 1 }))
            log.LogCritical("with a property");
        host.Services.GetRequiredService<ITxaio>().MakeLogger("ours").Info("from us");
        host.Services.GetRequiredService<ITxaio>().MakeLogger("host").Info("a source called the same");
        await host.StopAsync();

        Assert.Equal(
            ["from the host", "with a property", "a source called the same"],
            Logged.Entries.Where(static entry => entry.Category == "host").Select(static entry => entry.Text));
        Assert.Equal(
            ["from the host", "with a property", "a source called the same"],
            EventsOf("host").Select(e => e.Message.ToString()));
        Assert.Single(Logged.Entries, static entry => entry.Category == "ours");
        Assert.Single(EventsOf("ours"));
    }

    [Fact]
    public async Task Events_that_a_logger_actor_writes_to_the_host_do_not_return()
    {
        var host = await StartPublishing($"akka.loggers = [\"{typeof(EchoLogger).AssemblyQualifiedName}\"]");
        host.Services.GetRequiredService<ITxaio>().MakeLogger("ours").Info("round and round");
        await host.StopAsync();

        Assert.Single(Logged.Entries, static entry => entry.Text == "echo of round and round");
        Assert.Empty(EventsOf("echo"));
    }

    [Fact]
    public async Task Logger_of_Akka_Hosting_would_write_twice_and_is_refused()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartPublishing(
            configure: static akka => akka.ConfigureLoggers(static loggers => loggers.AddLoggerFactory())));

        Assert.StartsWith("akka.loggers = [Akka.Hosting.Logging.LoggerFactoryLogger]: must not", error.Message);
    }

#pragma warning disable SYSLIB1015 // A value that the template does not name becomes a property.
    [LoggerMessage(EventId = 17, EventName = "Taken", Level = LogLevel.Information, Message = "{Who} took {Count}")]
    private static partial void Took(ILogger logger, int count, string who, bool extra);
#pragma warning restore SYSLIB1015

    private static ILogger LoggerOf(IHost host, string category) =>
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private static IReadOnlyDictionary<string, object> PropertiesOf(LogEvent e) =>
        e.TryGetProperties(out var properties) ? properties! : new Dictionary<string, object>();

    private List<LogEvent> EventsOf(string source) => [.. _events.Where(e => e.LogSource == source)];

    private async Task<IHost> StartPublishing(
        string hocon = "",
        string? appsettings = null,
        Action<AkkaConfigurationBuilder>? configure = null,
        bool clear = false)
    {
        var host = Publishing(hocon, appsettings, configure, clear);
        await host.StartAsync();
        return host;
    }

    // The recorder is the first extension, so it also records the events that waited for the actor system.
    private IHost Publishing(
        string hocon = "",
        string? appsettings = null,
        Action<AkkaConfigurationBuilder>? configure = null,
        bool clear = false) =>
        Build(
            (akka, _) =>
            {
                akka.AddHocon(hocon, HoconAddMode.Prepend)
                    .AddSetup(new RecorderSetup(_events.Enqueue))
                    .WithExtension<RecorderProvider>();
                configure?.Invoke(akka);
                akka.WithTxaio();
            },
            appsettings,
            (services, _) => services.AddLogging(logging =>
            {
                if (clear)
                    logging.ClearProviders();
                logging.AddTxaio().AddTxaio();
            }));

    /// <summary>A logger actor of a user that writes every event to the host.</summary>
    private sealed class EchoLogger : ReceiveActor, Akka.Dispatch.IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public EchoLogger()
        {
            var services = Akka.DependencyInjection.DependencyResolver.For(Context.System).Resolver;
            var log = services.GetService<ILoggerFactory>().CreateLogger("echo");
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(e => log.LogInformation("echo of {Text}", e.Message.ToString()));
        }
    }

    private sealed class RecorderSetup(Action<LogEvent> record) : Akka.Actor.Setup.Setup
    {
        public Action<LogEvent> Record { get; } = record;
    }

    /// <summary>Records events on the publishing thread, so a test need not wait.</summary>
    private sealed class Recorder : MinimalActorRef, IExtension
    {
        private readonly Action<LogEvent> _record;

        public Recorder(ExtendedActorSystem system)
        {
            Provider = system.Provider;
            Path = system.Provider.RootPath / "system" / "recorder";
            _record = system.Settings.Setup.Get<RecorderSetup>().Value.Record;
            system.EventStream.Subscribe(this, typeof(LogEvent));
        }

        public override ActorPath Path { get; }

        public override IActorRefProvider Provider { get; }

        protected override void TellInternal(object message, IActorRef sender) => _record((LogEvent)message);
    }

    private sealed class RecorderProvider : ExtensionIdProvider<Recorder>
    {
        public override Recorder CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
