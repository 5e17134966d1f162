using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Log calls whose arguments throw, never end or contain themselves. Each call reaches Microsoft.Extensions.Logging.
/// </summary>
public sealed class HostileArgumentsTests : HostTestBase
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_with_a_hostile_argument_reaches_the_host_once(bool ours)
    {
        var host = await StartAsync((akka, _) => akka.WithTxaio().ConfigureLoggers(
            loggers =>
            {
                if (ours)
                    loggers.AddTxaioLoggerFactory();
                else
                    loggers.AddLoggerFactory();
            }));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test.hostile");
        var ids = HostileLogCalls.Make(log);
        log.Info("the end");
        await Logged.TextAsync("the end");

        var texts = Logged.Entries
            .Where(static e => e.Values.Any(static pair => pair is { Key: "LogSource", Value: "test.hostile" }))
            .Select(static e => e.Text).ToList();
        var lost = ids.FindAll(id => texts.Count(text => text.Contains(id, StringComparison.Ordinal)) != 1);
        // Providers also write the text of the exception, which must not throw.
        Assert.All(Logged.Entries, static e => Assert.NotEqual("", $"{e.Exception} {e.Text}"));
        Assert.True(lost.Count == 0, $"{lost.Count} of {ids.Count}: {string.Join(' ', lost)}");
    }
}
