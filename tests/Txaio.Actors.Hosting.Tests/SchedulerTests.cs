namespace Txaio.Actors.Hosting.Tests;

/// <summary>The scheduler of the actor system, and the one of the library's own due times.</summary>
public sealed class SchedulerTests : HostTestBase
{
    [Fact]
    public async Task WithSleepingScheduler_is_the_scheduler_of_the_system_and_of_txaio()
    {
        var host = await StartAsync((akka, _) => akka.WithTxaio().WithSleepingScheduler());

        Assert.IsType<SleepingScheduler>(SystemOf(host).Scheduler);
        Assert.Same(SystemOf(host).Scheduler, TxaioExtension.Get(SystemOf(host)).Scheduler);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Sleeping", false)]
    [InlineData("akka", true)]
    public async Task Option_Scheduler_of_appsettings_is_bound(string? value, bool isOfSystem)
    {
        var json = value is null ? "{}" : $$"""{ "Txaio": { "Scheduler": "{{value}}" } }""";
        var host = await StartAsync(
            (akka, configuration) => akka.WithTxaio(configuration.GetSection("Txaio")), json);

        Assert.Equal(
            isOfSystem, ReferenceEquals(SystemOf(host).Scheduler, TxaioExtension.Get(SystemOf(host)).Scheduler));
    }
}
