using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors.Cluster.Deliveries;

/// <summary>
/// The deliveries of a stripe that are not acknowledged: how many may be on their way, when each is made again, and
/// when it is given up. Times are of a monotonic clock, which the caller passes. Not thread-safe.
/// </summary>
/// <remarks>
/// A delivery counts in the window until it is acknowledged, at most for the shortest backoff. So targets that are
/// missing for long do not keep the window from other calls.
/// </remarks>
/// <param name="window">The most deliveries in the window.</param>
/// <param name="backoff">The time between two deliveries of a call.</param>
/// <param name="maxAttempts">How often a call is delivered.</param>
internal sealed class UnacknowledgedCalls(int window, Backoff backoff, int maxAttempts)
{
    private const int MostEndedEntries = 1_000;

    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);

    // When each delivery is made again. Entries of ended deliveries, and of those that were hurried, stay until they are
    // first, or until they are too many.
    private PriorityQueue<Delivery, TimeSpan> _retries = new();

    // When each attempt leaves the window, in the order of the attempts, which is the order of the times.
    private Queue<(Delivery Delivery, int Attempt, TimeSpan Time)> _windowEnds = new();
    private int _inWindow;

    /// <summary>How many calls were delivered and are not acknowledged.</summary>
    public int Count => _deliveries.Count;

    /// <summary>Whether one more delivery may be made.</summary>
    public bool HasRoom => _inWindow < window;

    /// <summary>How many entries the queues have.</summary>
    internal int Entries => _retries.Count + _windowEnds.Count;

    /// <summary>The earliest due time of the calls, in milliseconds since 1970; null without a call.</summary>
    public long? EarliestDue => _deliveries.Count > 0 ? _deliveries.Values.Min(static delivery => delivery.Due) : null;

    /// <summary>
    /// When to call <see cref="TryTakeNext"/> again, and when the window has room for other calls; null if no delivery
    /// waits for a time.
    /// </summary>
    public TimeSpan? NextTime
    {
        get
        {
            if (!HasRoom)
                return _windowEnds.Peek().Time;
            SkipEnded();
            return _retries.TryPeek(out _, out var time) ? time : null;
        }
    }

    /// <summary>Adds the first delivery of a call. The key must have none.</summary>
    public Delivery Start(string key, long due, TimeSpan now)
    {
        var delivery = new Delivery(key, due);
        _deliveries.Add(key, delivery);
        MakeAttempt(delivery, now);
        return delivery;
    }

    /// <summary>
    /// Returns the next delivery that is to be made again or given up. To be called until it returns false.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="delivery">The delivery, with its new number of attempts; or with the old one, and over.</param>
    /// <returns>False if no delivery is at its time, or if the window has no room.</returns>
    public bool TryTakeNext(TimeSpan now, [NotNullWhen(true)] out Delivery? delivery)
    {
        EndWindows(now);
        SkipEnded();
        if (!_retries.TryPeek(out delivery, out var time) || time > now)
            return false;
        if (delivery.Attempt >= maxAttempts)
            End(delivery);
        else if (!HasRoom)
            return false;
        _retries.Dequeue();
        if (!delivery.IsOver)
            MakeAttempt(delivery, now);
        return true;
    }

    /// <summary>The shard regions that got deliveries which are not acknowledged.</summary>
    public IReadOnlyCollection<string> Regions =>
        _deliveries.Values.Select(static delivery => delivery.Region).OfType<string>().ToHashSet();

    /// <summary>
    /// Says that the last deliveries to a shard region may be lost: those made last, as many as the window has room for,
    /// are made again at once.
    /// </summary>
    public void Hurry(string region, TimeSpan now)
    {
        var last = _deliveries.Values
            .Where(delivery => delivery.Region == region)
            .OrderByDescending(static delivery => delivery.MadeAt)
            .Take(window);
        foreach (var delivery in last.Where(delivery => delivery.RetryAt > now).ToList())
        {
            LeaveWindow(delivery);
            delivery.RetryAt = now;
            _retries.Enqueue(delivery, now);
        }
    }

    /// <summary>Says that an attempt could not be made: the window needs no place for it.</summary>
    public void AttemptFailed(Delivery delivery) => LeaveWindow(delivery);

    /// <summary>Ends the delivery of a key, if there is one.</summary>
    public void Remove(string key)
    {
        if (!_deliveries.TryGetValue(key, out var delivery))
            return;
        End(delivery);
        if (Entries > (4 * _deliveries.Count) + MostEndedEntries)
            Rebuild();
    }

    private void MakeAttempt(Delivery delivery, TimeSpan now)
    {
        delivery.Attempt++;
        delivery.InWindow = true;
        _inWindow++;
        delivery.MadeAt = now;
        delivery.RetryAt = now + backoff.After(delivery.Attempt);
        _retries.Enqueue(delivery, delivery.RetryAt);
        _windowEnds.Enqueue((delivery, delivery.Attempt, now + backoff.Min));
    }

    private void LeaveWindow(Delivery delivery)
    {
        if (delivery.InWindow)
            _inWindow--;
        delivery.InWindow = false;
    }

    private void End(Delivery delivery)
    {
        LeaveWindow(delivery);
        delivery.IsOver = true;
        _deliveries.Remove(delivery.Key);
    }

    private void EndWindows(TimeSpan now)
    {
        while (_windowEnds.TryPeek(out var end) && end.Time <= now)
        {
            _windowEnds.Dequeue();
            if (end.Delivery.Attempt == end.Attempt)
                LeaveWindow(end.Delivery);
        }
    }

    private void SkipEnded()
    {
        while (_retries.TryPeek(out var delivery, out var time) && (delivery.IsOver || delivery.RetryAt != time))
            _retries.Dequeue();
    }

    private void Rebuild()
    {
        _retries = new(_retries.UnorderedItems.Where(
            static entry => !entry.Element.IsOver && entry.Element.RetryAt == entry.Priority));
        _windowEnds = new(_windowEnds.Where(static end => !end.Delivery.IsOver));
    }
}
