using Akka.Actor;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>A store that refuses each write, under the stripes of a cluster, in real time.</summary>
public sealed class FailingStoreTests : IAsyncLifetime
{
    private const int Schedules = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Stripe_whose_store_refuses_each_write_recovers_after_pauses_and_schedules_fail_with_the_cause()
    {
        var node = await _cluster.Add(
            FailingJournal.Config
            + """
              txaio.cluster.timers.expiry {
                journal = failing-journal
                snapshot-store = akka.persistence.snapshot-store.inmem
                wake-interval = 10ms
              }
              """);
        var timer = node.TxaioCluster().DurableTimer("expiry");

        for (var i = 0; i < Schedules; i++)
        {
            var cause = await Assert.ThrowsAsync<DurableTimerException>(() => Schedule(timer, i));
            Assert.Contains("the store failed: disk full", cause.Message, StringComparison.Ordinal);
        }

        // Without pauses the stripe would recover for each of them.
        Assert.InRange(FailingJournal.Recoveries, 2, Schedules / 10);
        FailingJournal.Mend();
        await ScheduleUntilStored(timer);
    }

    private static Task Schedule(IDurableTimer timer, int i) =>
        timer.Schedule($"{i}", TimeSpan.FromHours(1), new ShardTarget("order", "1"), "x").WaitAsync(Patience);

    private static async Task ScheduleUntilStored(IDurableTimer timer)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await Schedule(timer, 0);
                return;
            }
            catch (DurableTimerException)
            {
                // The pause has not ended.
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
