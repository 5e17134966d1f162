using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// With <c>Logging:Capacity</c>, the logger actor of a slow provider of the host drops and counts events.
/// </summary>
public sealed class LogCapacityTests : HostTestBase
{
    // Only the test's events: Akka's own take places as well.
    private const string Quiet = "akka.loglevel = WARNING";

    [Fact]
    public async Task Events_beyond_the_bound_are_dropped_and_counted_and_an_event_has_their_number()
    {
        using var dropped = new DroppedEvents("app");
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Logged.Failure = text =>
        {
            if (text == "first")
            {
                entered.TrySetResult();
                gate.Wait(Patience);
            }

            return null;
        };
        var host = await StartAsync(
            (akka, configuration) => akka
                .AddHocon(Quiet, HoconAddMode.Prepend)
                .WithTxaio(configuration.GetSection("Txaio")),
            """{ "Txaio": { "Logging": { "Level": "warn", "Capacity": 10, "UseLoggerFactory": true } } }""");
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test.capacity");
        log.Warn("first");
        await entered.Task.WaitAsync(Patience);

        for (var i = 0; i < 25; i++)
            log.Warn("event {I}", i);
        await dropped.UntilAsync(15);
        gate.Set();
        await host.StopAsync();

        Assert.Equal(
            ["first", .. Enumerable.Range(0, 10).Select(static i => $"event {i}")],
            Logged.Entries.Where(static entry => entry.Category == "test.capacity").Select(static entry => entry.Text));
        var line = Assert.Single(
            Logged.Entries, static entry => entry.Category == typeof(TxaioLoggerFactoryLogger).FullName);
        Assert.Equal(
            "Log events dropped because 10 waited: 15; txaio.logging.capacity = 10 allows no more", line.Text);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal(15, dropped.Count);
        Assert.Equal([nameof(TxaioLoggerFactoryLogger)], dropped.Loggers);
    }

    /// <summary>Events that a bounded logger writes to the host are not published again, without an end.</summary>
    [Fact]
    public async Task Provider_that_logs_to_the_host_makes_no_endless_loop()
    {
        var host = await StartAsync(
            (akka, _) => akka.AddHocon(Quiet, HoconAddMode.Prepend).WithTxaio(static options =>
            {
                options.Logging.Capacity = 1000;
                options.Logging.UseLoggerFactory = true;
            }),
            services: static (services, _) => services.AddLogging(static logging => logging.AddTxaio()));
        var echo = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("test.echo");
        Logged.Failure = text =>
        {
            if (text == "once")
                echo.LogWarning("written because of an event");
            return null;
        };
        host.Services.GetRequiredService<ITxaio>().MakeLogger("test.capacity").Warn("once");
        await Logged.TextAsync("once");

        await host.StopAsync();

        Assert.Single(Logged.Entries, static entry => entry.Category == "test.echo");
    }

    [Theory]
    [InlineData("")]
    [InlineData("txaio = ${txaio}")]
    [InlineData("txaio.logging = ${txaio.logging}")]
    [InlineData("txaio.logging = on")]
    public void Capacity_of_a_section_that_is_missing_or_broken_is_the_default(string hocon) =>
        Assert.Equal(0, LogCapacity.Of(Akka.Configuration.ConfigurationFactory.ParseString(hocon)));

    [Fact]
    public void Mistake_is_refused_with_one_line() =>
        Assert.Equal(
            "txaio.logging.capacity = many: must be a whole number of 0 or more",
            Assert.Throws<Akka.Configuration.ConfigurationException>(static () => LogCapacity.Of(
                Akka.Configuration.ConfigurationFactory.ParseString("txaio.logging.capacity = many"))).Message);
}
