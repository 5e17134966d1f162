namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// Decides when a stripe saves a snapshot, and which events and older snapshots it may delete. Times are of a monotonic
/// clock, which the caller passes. Not thread-safe.
/// </summary>
internal sealed class Cleanup(StripeSettings settings)
{
    /// <summary>How many changes an event counts for beyond its own: small events fill the journal, too.</summary>
    public const int EventWeight = 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    // A store that lost the request never replies.
    private static readonly TimeSpan LongestSave = TimeSpan.FromMinutes(2);

    private readonly Queue<(long Event, TimeSpan Time)> _deletions = new();
    private (long Below, TimeSpan Time)? _snapshots;
    private long _changes;
    private TimeSpan _notBefore;

    /// <summary>When events or snapshots can be deleted next; null if no deletion waits.</summary>
    public TimeSpan? NextDeletion
    {
        get
        {
            TimeSpan? events = _deletions.TryPeek(out var first) ? first.Time : null;
            return events is null || _snapshots?.Time < events ? _snapshots?.Time : events;
        }
    }

    /// <summary>Counts the changes of an event.</summary>
    public void Count(int changes) => _changes += changes + EventWeight;

    /// <summary>Whether it is time for a snapshot. If so, the caller saves one.</summary>
    public bool TrySave(int pending, TimeSpan now)
    {
        // As many changes as calls: then a snapshot costs each change about as much as its event.
        if (_changes < Math.Max(settings.SnapshotAfter, pending) || now < _notBefore)
            return false;
        _notBefore = now + LongestSave;
        return true;
    }

    /// <summary>A snapshot was saved: it holds all events up to <paramref name="number"/>.</summary>
    /// <param name="number">The number of the last event.</param>
    /// <param name="changesAfter">How many of the counted changes it does not hold.</param>
    /// <param name="now">The time.</param>
    public void Saved(long number, long changesAfter, TimeSpan now)
    {
        _changes = changesAfter;
        _notBefore = now;
        _deletions.Enqueue((number, now + settings.FencePeriod));
        _snapshots = (number, now);
    }

    /// <summary>The changes that were counted so far.</summary>
    public long Changes => _changes;

    /// <summary>A snapshot was not saved.</summary>
    public void SaveFailed(TimeSpan now) => _notBefore = now + RetryAfter;

    /// <summary>Returns the last event that may be deleted now; null if none may.</summary>
    public long? TakeDeletion(TimeSpan now)
    {
        long? last = null;
        while (_deletions.TryPeek(out var first) && first.Time <= now)
            last = _deletions.Dequeue().Event;
        return last;
    }

    /// <summary>
    /// Returns the number below which the snapshots may be deleted now: that of the last one. Null if none may.
    /// </summary>
    public long? TakeSnapshotDeletion(TimeSpan now)
    {
        if (_snapshots is not { } snapshots || snapshots.Time > now)
            return null;
        _snapshots = null;
        return snapshots.Below;
    }

    /// <summary>Snapshots below a number were not deleted.</summary>
    public void SnapshotDeletionFailed(long below, TimeSpan now) => _snapshots ??= (below, now + RetryAfter);

    /// <summary>Events were not deleted.</summary>
    public void DeletionFailed(long number, TimeSpan now)
    {
        // A later snapshot's deletion covers this one.
        if (_deletions.Count == 0)
            _deletions.Enqueue((number, now + RetryAfter));
    }
}
