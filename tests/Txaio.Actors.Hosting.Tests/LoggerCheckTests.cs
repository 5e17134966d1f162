using System.Collections.Concurrent;
using Akka.Hosting;
using Akka.Logger.Serilog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Txaio.Actors.Tests.Shared;
using ILogger = Serilog.ILogger;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Real hosts whose loggers write each event twice or not at all. One line reports the mistake.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LoggerCheckTests : HostTestBase, IDisposable
{
    private const string Name = "The static logger, standard output and standard error";
    private const string AkkaSerilog = "Akka.Logger.Serilog.SerilogLogger";
    private const string OwnSerilog = "Txaio.Actors.Serilog.SerilogLogger";
    private const string AkkaFactory = "Akka.Hosting.Logging.LoggerFactoryLogger";
    private const string OwnFactory = "Txaio.Actors.Hosting.TxaioLoggerFactoryLogger";

    private readonly ILogger _before = Log.Logger;
    private readonly (TextWriter Out, TextWriter Error) _console = (Console.Out, Console.Error);
    private readonly ConcurrentText _out = new();
    private readonly ConcurrentText _error = new();
    private readonly SerilogSink _serilog = new();

    public LoggerCheckTests()
    {
        Log.Logger = Logger.None;
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    public void Dispose()
    {
        Log.Logger = _before;
        Console.SetOut(_console.Out);
        Console.SetError(_console.Error);
    }

    [Theory]
    [InlineData(AkkaSerilog, AkkaFactory, 2)]
    [InlineData(AkkaSerilog, OwnFactory, 2)]
    [InlineData(OwnSerilog, AkkaFactory, 2)]
    [InlineData(OwnSerilog, OwnFactory, 2)]
    [InlineData(AkkaFactory, OwnFactory, 1)]
    [InlineData(AkkaFactory, AkkaFactory, 2)]
    [InlineData(OwnFactory, OwnFactory, 1)]
    [InlineData(AkkaSerilog, AkkaSerilog, 2)]
    [InlineData(OwnSerilog, OwnSerilog, 1)]
    [InlineData(AkkaSerilog, OwnSerilog, 2)]
    public async Task Two_loggers_to_one_Serilog_are_reported_in_one_line(string first, string second, int written)
    {
        await RunAsync([first, second], services => services.AddSerilog(ToSink));

        Assert.Equal(written, _serilog.Count("an event 1"));
        var line = Assert.Single(Said());
        Assert.StartsWith($"akka.loggers = [{first}, {second}]: ", line);
        Assert.Contains(written == 2 ? "each log event is written twice; name " : "second one", line);
        Assert.Contains(written == 2 ? "; name" : "writes nothing; name", line);
    }

    [Theory]
    [InlineData(AkkaSerilog, AkkaFactory)]
    [InlineData(AkkaSerilog, OwnFactory)]
    public async Task Serilog_as_a_provider_of_the_host_counts_as_well(string first, string second)
    {
        Log.Logger = ToSink(new LoggerConfiguration()).CreateLogger();
        await RunAsync([first, second], services => services.AddLogging(logging => logging.AddSerilog()));

        Assert.Equal(2, _serilog.Count("an event 1"));
        Assert.StartsWith($"akka.loggers = [{first}, {second}]: both write to Serilog", Assert.Single(Said()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silent_static_logger_of_Akka_Logger_Serilog_is_reported_in_the_hosts_log(bool instance)
    {
        await RunAsync([AkkaSerilog], services => _ = instance
            ? services.AddSerilog(ToSink(new LoggerConfiguration()).CreateLogger())
            : services.AddSerilog(ToSink, preserveStaticLogger: true));

        Assert.Equal(0, _serilog.Count("an event 1"));
        var line = Assert.Single(Said());
        Assert.StartsWith($"akka.loggers = [{AkkaSerilog}]: writes to the static Serilog.Log.Logger, which is silent", line);
        Assert.Contains("preserveStaticLogger", line);
        Assert.Contains(OwnSerilog, line);
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(AkkaFactory)]
    [InlineData(OwnFactory)]
    public async Task Silent_static_logger_beside_another_logger_writes_nothing_twice(string other)
    {
        await RunAsync(
            [AkkaSerilog, other], services => services.AddSerilog(ToSink(new LoggerConfiguration()).CreateLogger()));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.Contains("which is silent", Assert.Single(Said()));
    }

    [Fact]
    public async Task Silent_static_logger_is_reported_on_standard_error_where_the_host_has_no_log()
    {
        await RunAsync([AkkaSerilog], services => services.AddLogging(logging => logging.ClearProviders()));

        Assert.Empty(Said());
        Assert.StartsWith($"Txaio.Actors.Hosting: akka.loggers = [{AkkaSerilog}]: ", Assert.Single(Errors()));
    }

    [Theory]
    [InlineData(AkkaFactory)]
    [InlineData(OwnFactory)]
    public async Task Logger_factory_without_a_provider_is_reported_on_standard_error(string logger)
    {
        await RunAsync([logger], services => services.AddLogging(logging => logging.ClearProviders()));
        await RunAsync([logger], services => services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance));
        await RunAsync([logger], services => services.AddSerilog());

        Assert.Equal(3, Errors().Count);
        Assert.All(Errors(), line => Assert.StartsWith(
            $"Txaio.Actors.Hosting: akka.loggers = [{logger}]: writes to the host's ILoggerFactory, which has no", line));
    }

    [Fact]
    public async Task UseLoggerFactory_reports_the_logger_that_it_replaces()
    {
        await RunAsync(
            [AkkaSerilog],
            services => services.AddSerilog(ToSink).AddTxaio(options => options.Logging.UseLoggerFactory = true));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.StartsWith(
            $"Logging.UseLoggerFactory = true: replaces akka.loggers = [{AkkaSerilog}], which", Assert.Single(Said()));
    }

    [Fact]
    public async Task UseLoggerFactory_reports_the_logger_that_replaces_it()
    {
        await RunAsync(
            [],
            services => services.AddSerilog(ToSink),
            akka => akka
                .WithTxaio(options => options.Logging.UseLoggerFactory = true)
                .ConfigureLoggers(loggers => loggers.AddSerilogLogging()));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.StartsWith(
            $"Logging.UseLoggerFactory = true: was replaced by akka.loggers = [{AkkaSerilog}], so", Assert.Single(Said()));
    }

    [Theory]
    [InlineData(AkkaFactory)]
    [InlineData(OwnFactory)]
    public async Task Consoles_of_Akka_and_of_the_host_are_reported_in_one_line(string factory)
    {
        await RunAsync(
            ["Akka.Event.DefaultLogger", factory], services => services.AddLogging(logging => logging.AddConsole()));

        Assert.StartsWith(
            $"akka.loggers = [Akka.Event.DefaultLogger, {factory}]: the first one writes to standard output", Assert.Single(
                Logged.Entries, static entry => entry.Category == "Txaio.Actors.Hosting").Text);
        Assert.Equal(2, _out.ToString().Split("an event 1").Length - 1);
    }

    [Theory]
    [InlineData(AkkaSerilog)]
    [InlineData(OwnSerilog)]
    public async Task Events_of_the_host_that_return_to_Serilog_are_reported_in_one_line(string logger)
    {
        await RunAsync([logger], services => services
            .AddSerilog(ToSink, writeToProviders: true).AddLogging(logging => logging.AddTxaio()));

        Assert.Equal((1, 2), (_serilog.Count("an event 1"), _serilog.Count("of the host")));
        var said = Said().Distinct();
        Assert.StartsWith($"akka.loggers = [{logger}] with logging.AddTxaio(): ", Assert.Single(said));
    }

    [Fact]
    public async Task Provider_that_Serilog_does_not_call_is_reported_in_one_line()
    {
        await RunAsync([], services => services.AddSerilog(ToSink).AddLogging(logging => logging.AddTxaio()));

        Assert.StartsWith("logging.AddTxaio(): the host's ILoggerFactory is Serilog's", Assert.Single(Said()));
    }

    [Theory]
    [InlineData(AkkaSerilog)]
    [InlineData(OwnSerilog)]
    [InlineData(AkkaFactory)]
    [InlineData(OwnFactory)]
    public async Task One_logger_to_Serilog_writes_once_and_reports_nothing(string logger)
    {
        await RunAsync([logger], services => services.AddSerilog(ToSink));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.Empty(Said());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task AddSerilogLogging_of_Akka_Logger_Serilog_writes_once_and_reports_nothing()
    {
        await RunAsync(
            null,
            services => services.AddSerilog(ToSink),
            static akka => akka.WithTxaio().ConfigureLoggers(static loggers => loggers.AddSerilogLogging()));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.Empty(Said());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Own_logger_for_Serilog_takes_the_logger_that_is_not_the_static_one(bool instance)
    {
        await RunAsync([OwnSerilog], services => _ = instance
            ? services.AddSerilog(ToSink(new LoggerConfiguration()).CreateLogger())
            : services.AddSerilog(ToSink, preserveStaticLogger: true));

        Assert.Equal(1, _serilog.Count("an event 1"));
        Assert.Empty(Said());
    }

    private async Task RunAsync(
        string[]? loggers, Action<IServiceCollection> services, Action<AkkaConfigurationBuilder>? configure = null)
    {
        configure ??= static akka => akka.WithTxaio();
        var host = await StartAsync(
            (akka, _) =>
            {
                if (loggers is not null)
                    akka.AddHocon(Hocon(loggers), HoconAddMode.Prepend);
                configure(akka);
            },
            services: (collection, _) => services(collection));
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("host").LogInformation("of the host");
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test").Info("an event {N}", 1);
        await host.StopAsync();
    }

    private static string Hocon(IEnumerable<string> loggers)
    {
        var entries = loggers.Select(static name =>
            $"\"{name}, {(name == "Akka.Event.DefaultLogger" ? "Akka" : name == AkkaFactory ? "Akka.Hosting" : name[..name.LastIndexOf('.')])}\"");
        return $"akka.loggers = [{string.Join(", ", entries)}]";
    }

    private LoggerConfiguration ToSink(LoggerConfiguration logger) => logger.MinimumLevel.Verbose().WriteTo.Sink(_serilog);

    private void ToSink(IServiceProvider services, LoggerConfiguration logger) => ToSink(logger);

    private IReadOnlyList<string> Said() => [.. _serilog.Texts.Where(static text =>
        text.StartsWith("akka.loggers", StringComparison.Ordinal)
        || text.StartsWith("Logging.", StringComparison.Ordinal)
        || text.StartsWith("logging.", StringComparison.Ordinal))];

    private IReadOnlyList<string> Errors() => [.. _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private sealed class SerilogSink : ILogEventSink
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IEnumerable<string> Texts => _texts;

        public int Count(string text) => _texts.Count(other => other == text);

        public void Emit(LogEvent logEvent) => _texts.Enqueue(
            logEvent.RenderMessage());
    }
}
