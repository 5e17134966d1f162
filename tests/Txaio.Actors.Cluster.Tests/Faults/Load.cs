namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>Schedules some hundred calls a second, due at once or within three seconds, until it ends.</summary>
internal sealed class Load
{
    private const int CallsAtOnce = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _schedules = [];
    private readonly Task _work;
    private int _count;

    public Load(Ledger ledger, IDurableTimer timer) => _work = Task.Run(() => Work(ledger, timer));

    /// <summary>How many calls it has scheduled.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits until it has scheduled so many calls.</summary>
    public Task Reached(int count) => FaultCluster.Until(() => Count >= count, "The load has stopped.");

    /// <summary>Ends it, and waits until its calls are stored.</summary>
    public async Task End()
    {
        await _ended.CancelAsync();
        await _work.WaitAsync(Patience);
        await Task.WhenAll(_schedules).WaitAsync(Patience);
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
