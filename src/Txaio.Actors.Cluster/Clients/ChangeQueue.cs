using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// The changes of one stripe's client: those of the batch that was sent, and those that wait for the next batch. Not
/// thread-safe; the client's actor owns it.
/// </summary>
/// <param name="mostChanges">The most changes of a batch.</param>
/// <param name="mostBytes">The most bytes of a batch.</param>
internal sealed class ChangeQueue(int mostChanges, int mostBytes)
{
    private readonly Queue<PendingChange> _waiting = new();
    private long _waitingBytes;
    private IReadOnlyList<PendingChange> _sent = [];
    private long _positions;

    /// <summary>Whether a batch was sent that has no reply yet.</summary>
    public bool IsSent => _sent.Count > 0;

    /// <summary>Whether changes wait for the next batch.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Whether the waiting changes fill the next batch.</summary>
    public bool IsFull => _waiting.Count >= mostChanges || _waitingBytes > mostBytes;

    /// <summary>The position of the last change.</summary>
    public long LastPosition => _positions;

    /// <summary>
    /// The position of the first change without a reply of the stripe; the largest number without one.
    /// </summary>
    public long FirstOpen => IsSent ? _sent[0].Position : IsWaiting ? _waiting.Peek().Position : long.MaxValue;

    /// <summary>The earliest time of a change without a reply to its caller; null without one.</summary>
    public TimeSpan? Earliest
    {
        get
        {
            // The changes stand in the order of their times, and time out in this order.
            if (IsSent && !_sent[^1].IsAnswered)
                return _sent.First(static change => !change.IsAnswered).At;
            return IsWaiting ? _waiting.Peek().At : null;
        }
    }

    /// <summary>Adds a change to the end.</summary>
    public void Add(PendingChange change)
    {
        change.Position = ++_positions;
        _waiting.Enqueue(change);
        _waitingBytes += change.Bytes;
    }

    /// <summary>Takes the next batch. The changes in it become the sent ones.</summary>
    /// <param name="now">The time on the scheduler's monotonic clock.</param>
    public IReadOnlyList<Change> Take(TimeSpan now)
    {
        var sent = new List<PendingChange>(Math.Min(_waiting.Count, mostChanges));
        var changes = new List<Change>(sent.Capacity);
        var bytes = 0;
        while (changes.Count < mostChanges && _waiting.TryPeek(out var next))
        {
            bytes += next.Bytes;
            if (bytes > mostBytes && changes.Count > 0)
                break;
            sent.Add(TakeFirst());
            changes.Add(Shortened(next, now));
        }

        _sent = sent;
        return changes;
    }

    /// <summary>Removes and returns the sent changes: the stripe has replied.</summary>
    public IReadOnlyList<PendingChange> TakeSent()
    {
        var sent = _sent;
        _sent = [];
        return sent;
    }

    /// <summary>The sent changes that were made before <paramref name="limit"/>. They stay in their batch.</summary>
    public IEnumerable<PendingChange> SentBefore(TimeSpan limit) =>
        _sent.Where(change => !change.IsAnswered && change.At <= limit);

    /// <summary>Removes and returns the waiting changes that were made before <paramref name="limit"/>.</summary>
    public IEnumerable<PendingChange> TakeWaitingBefore(TimeSpan limit)
    {
        while (_waiting.TryPeek(out var next) && next.At <= limit)
            yield return TakeFirst();
    }

    private PendingChange TakeFirst()
    {
        var first = _waiting.Dequeue();
        _waitingBytes -= first.Bytes;
        return first;
    }

    // A delay counts from the call, and the stripe adds it to its time of receipt.
    private static Change Shortened(PendingChange pending, TimeSpan now)
    {
        var change = pending.Change;
        if (change.KindCase == Change.KindOneofCase.Schedule && change.Schedule.HasDelay)
        {
            var waited = (now - pending.At).Ticks / TimeSpan.TicksPerMillisecond;
            change.Schedule.Delay = Math.Max(0, change.Schedule.Delay - Math.Max(0, waited));
        }

        return change;
    }
}
