namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>Schedules some hundred calls a second, due at once or within three seconds, until it ends.</summary>
internal sealed class Load
{
    private const int CallsAtOnce = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _schedules = [];
    private readonly Ledger _ledger;
    private readonly FaultCluster _cluster;
    private readonly Task _work;
    private int _count;

    public Load(Ledger ledger, FaultCluster cluster)
    {
        (_ledger, _cluster) = (ledger, cluster);
        _work = Task.Run(() => Work(ledger, cluster.Timer));
    }

    /// <summary>How many calls it has scheduled.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits until it has scheduled so many calls.</summary>
    public Task Reached(int count) => FaultCluster.Until(() => Count >= count, "The load has stopped.");

    /// <summary>Ends it, and waits until its calls are stored.</summary>
    public async Task End()
    {
        await _ended.CancelAsync();
        await _work.WaitAsync(Patience);
        var all = Task.WhenAll(_schedules);
        if (await Task.WhenAny(all, Task.Delay(Patience)) != all)
        {
            Assert.Fail(
                $"{_schedules.Count(static one => !one.IsCompleted)} of {_schedules.Count} schedules are not stored "
                + $"after {Patience}. The last failure: {_ledger.Failures.LastOrDefault()?.Message}\n"
                + _cluster.Report());
        }

        await all;
    }

    private async Task Work(Ledger ledger, IDurableTimer timer)
    {
        while (!_ended.IsCancellationRequested)
        {
            for (var i = 0; i < CallsAtOnce; i++)
            {
                var delay = TimeSpan.FromMilliseconds(Count * 37 % 3000);
                _schedules.Add(ledger.Schedule(timer, $"load-{Count}", delay));
                Interlocked.Increment(ref _count);
            }

            await Task.Delay(Pause);
        }
    }
}
