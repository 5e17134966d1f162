using Akka.Actor;
using Akka.Hosting;
using Txaio.Actors.Tests;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>The end of a host with the library's logger for Microsoft.Extensions.Logging.</summary>
public sealed class TxaioLoggerFactoryEndTests()
    : HostEndContract(static loggers => loggers.AddTxaioLoggerFactory());

/// <summary>The end of a host with the library's logger and a bound that is not met.</summary>
public sealed class BoundedLoggerFactoryEndTests()
    : HostEndContract(static loggers => loggers.AddTxaioLoggerFactory(), capacity: 1_000_000);

/// <summary>The end of a host with Akka.Hosting's logger for Microsoft.Extensions.Logging.</summary>
public sealed class AkkaHostingLoggerEndTests()
    : HostEndContract(static loggers => loggers.AddLoggerFactory());

/// <summary>The contract of the end of loggers, in a host.</summary>
public abstract class HostEndContract(Action<LoggerConfigBuilder> configure, int capacity = 0)
    : LoggerEndContract, IAsyncLifetime
{
    private readonly Hosts _hosts = new();

    // Akka.Hosting's logger puts the time and the source before the text, so this fills in the template.
    protected override IEnumerable<string> Written => _hosts.Logged.Entries
        .Where(static entry => entry.Values.Any(static value => value.Key == "N"))
        .Select(static entry => ((string)entry.Value("{OriginalFormat}")!).Replace("{N}", $"{entry.Value("N")}"));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync();

    protected override async Task<ActorSystem> StartAsync() => HostTestBase.SystemOf(await _hosts.StartAsync(
        (akka, _) => akka
            .AddHocon(Defaults, HoconAddMode.Prepend)
            .WithTxaio(options => options.Logging.Capacity = capacity)
            .ConfigureLoggers(configure)));

    private sealed class Hosts : HostTestBase;
}
