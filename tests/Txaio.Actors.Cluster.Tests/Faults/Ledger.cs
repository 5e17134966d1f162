using System.Collections.Concurrent;
using Txaio.Actors.ClusterNode;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>
/// Schedules and cancels calls like a caller that makes a change again after a failure, and compares the calls with the
/// deliveries. Any thread.
/// </summary>
internal sealed class Ledger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Exception> _failures = new();

    /// <summary>The failures that callers were told.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>How many deliveries came after the first one of their call.</summary>
    public int Duplicates => _entries.Values.Sum(static entry => Math.Max(0, entry.Deliveries.Count - 1));

    /// <summary>How many calls were delivered.</summary>
    public int Delivered => _entries.Values.Count(static entry => !entry.Deliveries.IsEmpty);

    /// <summary>The deliveries of a key.</summary>
    public IReadOnlyCollection<OrderDelivery> DeliveriesOf(string key) =>
        _entries.TryGetValue(key, out var entry) ? entry.Deliveries : [];

    /// <summary>Records a delivery.</summary>
    public void Record(OrderDelivery delivery) => EntryOf(delivery.Key).Deliveries.Enqueue(delivery);

    /// <summary>Schedules a call until it is stored.</summary>
    public async Task Schedule(IDurableTimer timer, string key, TimeSpan delay)
    {
        var entry = EntryOf(key);
        entry.Asked = DateTimeOffset.UtcNow + delay;
        await Retried(key, async () => await timer.Schedule(key, entry.Asked, Orders.Target(key), key));
        entry.IsStored = true;
    }

    /// <summary>Schedules a call once.</summary>
    /// <returns>The failure that the caller was told; null if the call is stored.</returns>
    public async Task<Exception?> TrySchedule(IDurableTimer timer, string key, TimeSpan delay)
    {
        var entry = EntryOf(key);
        entry.Asked = DateTimeOffset.UtcNow + delay;
        try
        {
            await timer.Schedule(key, entry.Asked, Orders.Target(key), key);
            entry.IsStored = true;
            return null;
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
            return e;
        }
    }

    /// <summary>Schedules calls until they are stored.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="name">The beginning of their keys.</param>
    /// <param name="calls">How many.</param>
    /// <param name="from">The delay of the first call.</param>
    /// <param name="to">The delay of the last call.</param>
    public Task Schedule(IDurableTimer timer, string name, int calls, TimeSpan from, TimeSpan to) => Task.WhenAll(
        Enumerable.Range(0, calls).Select(i => Schedule(timer, $"{name}-{i}", from + ((to - from) * i / calls))));

    /// <summary>Cancels a call, until the cancel is stored.</summary>
    /// <returns>
    /// Whether a cancel found the call. A cancel that failed may have been stored: then it is not known.
    /// </returns>
    public async Task<bool> Cancel(IDurableTimer timer, string key)
    {
        var entry = EntryOf(key);
        var found = false;
        await Retried(key, async () => found = (await timer.Cancel(key)).Found);
        if (found)
            entry.CancelledAt = DateTimeOffset.UtcNow;
        return found;
    }

    /// <summary>
    /// Waits until each stored call that was not cancelled has been delivered, and checks all promises.
    /// </summary>
    /// <param name="report">What the nodes say, for the message of a failure.</param>
    public async Task AssertKept(Func<string>? report = null)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (Lost().Count > 0 && DateTimeOffset.UtcNow < deadline)
            await Task.Delay(50);
        var lost = Lost();
        if (lost.Count > 0)
        {
            Assert.Fail(
                $"{lost.Count} stored calls were not delivered within {Patience}: {string.Join(", ", lost.Take(10))}\n"
                + report?.Invoke());
        }

        foreach (var (key, entry) in _entries)
        {
            foreach (var delivery in entry.Deliveries)
            {
                Assert.True(delivery.At >= delivery.Due, $"{key} was early: {delivery}");
                Assert.True(delivery.At >= entry.Asked, $"{key} was early: {delivery}, asked for {entry.Asked:O}");
                Assert.True(
                    delivery.At <= entry.CancelledAt,
                    $"{key} was delivered at {delivery.At:O} and had been cancelled at {entry.CancelledAt:O}");
            }
        }
    }

    private List<string> Lost() =>
    [
        .. from entry in _entries
           where entry.Value is { IsStored: true, Deliveries.IsEmpty: true }
               && entry.Value.CancelledAt == DateTimeOffset.MaxValue
           select entry.Key
    ];

    private async Task Retried(string key, Func<Task> change)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            try
            {
                await change();
                return;
            }
            catch (Exception e) when (e is TimeoutException or DurableTimerException)
            {
                _failures.Enqueue(e);
                Assert.True(DateTimeOffset.UtcNow < deadline, $"{key} was not stored within {Patience}: {e.Message}");
                await Task.Delay(RetryAfter);
            }
        }
    }

    private Entry EntryOf(string key) => _entries.GetOrAdd(key, static _ => new Entry());

    private sealed class Entry
    {
        public ConcurrentQueue<OrderDelivery> Deliveries { get; } = new();

        public DateTimeOffset Asked { get; set; }

        public bool IsStored { get; set; }

        public DateTimeOffset CancelledAt { get; set; } = DateTimeOffset.MaxValue;
    }
}
