using Serilog;
using Serilog.Core;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// Loggers that write each event twice or not at all, without a host. A line at the start reports them.
/// </summary>
[Collection(WholeProcess.Name)]
public sealed class LoggerCheckTests : SerilogTestBase
{
    private const string AkkaLogger = "Akka.Logger.Serilog.SerilogLogger";
    private const string OwnLogger = "Txaio.Actors.Serilog.SerilogLogger";

    private readonly ILogger _logger = Log.Logger;
    private readonly TextWriter _before = Console.Error;
    private readonly ConcurrentText _error = new();

    public override Task InitializeAsync()
    {
        Console.SetError(_error);
        Log.Logger = Logger.None;
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Console.SetError(_before);
        Log.Logger = _logger;
    }

    [Theory]
    [InlineData(AkkaLogger, $"Txaio.Actors logging: akka.loggers = [{AkkaLogger}]: writes to the static Serilog.Log.Logger, which is silent")]
    [InlineData(OwnLogger, $"Txaio.Actors.Serilog: akka.loggers = [{OwnLogger}]: the static Serilog.Log.Logger is silent")]
    public async Task Silent_static_logger_is_reported_on_standard_error(string logger, string line)
    {
        await RunAsync(Loggers(logger));

        Assert.StartsWith(line, Assert.Single(Errors()));
    }

    [Theory]
    [InlineData(AkkaLogger)]
    [InlineData(OwnLogger)]
    public async Task Static_logger_that_writes_is_not_reported(string logger)
    {
        Log.Logger = ToSink().CreateLogger();
        await RunAsync(Loggers(logger));

        Assert.Equal(1, Written());
        Assert.Empty(Errors());
    }

    [Theory]
    [InlineData(AkkaLogger, 2, "named twice, so that each log event is written twice; name it once")]
    [InlineData(OwnLogger, 1, "named twice; the second one writes nothing; name it once")]
    public async Task Logger_that_is_named_twice_is_reported_on_standard_error(string logger, int written, string said)
    {
        Log.Logger = ToSink().CreateLogger();
        await RunAsync(Loggers(logger, logger));

        Assert.Equal(written, Written());
        Assert.Equal($"Txaio.Actors logging: akka.loggers = [{logger}, {logger}]: {said}", Assert.Single(Errors()));
    }

    [Theory]
    [InlineData(AkkaLogger, OwnLogger)]
    [InlineData(OwnLogger, AkkaLogger)]
    public async Task Both_loggers_with_the_static_one_write_once_and_say_so_in_the_log(string first, string second)
    {
        Log.Logger = ToSink().CreateLogger();
        await RunAsync(Loggers(first, second));

        Assert.Equal(1, Written());
        Assert.Single(Sink.All, static e => e.RenderMessage() == $"akka.loggers = [{AkkaLogger}, {OwnLogger}]: both write to " +
            "Serilog.Log.Logger; the second one therefore writes nothing; name one of the two");
        Assert.Empty(Errors());
    }

    [Fact]
    public async Task Both_loggers_with_the_static_one_as_the_setups_write_twice_and_say_so_in_the_log()
    {
        Log.Logger = ToSink().CreateLogger();
        await RunAsync(Loggers(AkkaLogger, OwnLogger), new SerilogSetup(Log.Logger));

        Assert.Equal(2, Written());
        Assert.Single(Sink.All, static e => e.RenderMessage() == $"akka.loggers = [{AkkaLogger}, {OwnLogger}]: both write to " +
            "Serilog, so that each log event is written twice; name one of the two");
    }

    [Fact]
    public async Task Both_loggers_with_a_logger_each_report_nothing()
    {
        var other = new CollectingSink();
        Log.Logger = new LoggerConfiguration().WriteTo.Sink(other).CreateLogger();
        await RunAsync(Loggers(AkkaLogger, OwnLogger), new SerilogSetup(ToSink().CreateLogger()));

        Assert.Equal(1, Written());
        Assert.Single(other.Events);
        Assert.DoesNotContain(Sink.All, static e => e.RenderMessage().Contains("akka.loggers", StringComparison.Ordinal));
        Assert.Empty(Errors());
    }

    private async Task RunAsync(string hocon, params Akka.Actor.Setup.Setup[] setups)
    {
        var system = Start(hocon, setups);
        system.Txaio().MakeLogger("test").Info("an event {N}", 1);
        await system.Terminate();
    }

    private int Written() => Sink.Events.Count(static e => e.RenderMessage() == "an event 1");

    private IReadOnlyList<string> Errors() => _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Loggers(params IEnumerable<string> names) =>
        $"akka.loggers = [{string.Join(", ", names.Select(static name => $"\"{name}, {name[..name.LastIndexOf('.')]}\""))}]";
}
