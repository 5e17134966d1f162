using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// Finds or makes the bucket of a call. A bucket waits in a queue until it is due soon; then the bucket gets an actor,
/// which fires it.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
internal sealed partial class BatchedTimer : IBatchedTimer, IMeasuredTimer
{
    private const int RecentBuckets = 64;

    private readonly TimerHost _host;
    private readonly TimerClock _clock;
    private readonly bool _coarse;
    private readonly EventLoop? _loop;
    private readonly long _bucket;
    private readonly ConcurrentDictionary<long, Bucket> _open = new();

    // Recently used buckets, each at the place that its index gives: successive calls mostly go to the same few
    // buckets. Any thread reads and replaces them. A miss costs a look-up in _open. See
    // docs/adr/0005-recent-buckets.md.
    private readonly Bucket?[] _recent = new Bucket?[RecentBuckets];

    // The newest bucket, which may have ended.
    private Bucket? _newest;

    // The value that DueIn returned last; any thread writes it.
    private long _lastDue;

    private BatchedTimer(
        TimerHost host, EventLoop? loop, string name, TimeSpan bucket, int chunkSize, BucketRounding rounding)
    {
        if (bucket <= TimeSpan.Zero || bucket > Delays.Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bucket),
                bucket,
                $"The bucket of a batched timer must be positive and at most {Delays.MaxText}.");
        }

        if (chunkSize < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(chunkSize), chunkSize, "The chunk size of a batched timer must be 1 or more.");
        }

        if (rounding is not (BucketRounding.Down or BucketRounding.Up))
            throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "Rounding must be Down or Up.");
        _host = host;
        _clock = host.Clock;
        // With Up, a user's call must not fire early even on a machine whose coarse clock is wrong: such a timer reads
        // the exact clock. The library's own timers read the coarse clock with Up, too.
        _coarse = _clock.IsCoarseFor(bucket.Ticks) && (rounding == BucketRounding.Down || loop is null);
        _loop = loop;
        Name = name;
        _bucket = bucket.Ticks;
        ChunkSize = chunkSize;
        Rounding = rounding;
        _waiting = new WaitingBuckets(this, StartDueSoon);
        if (loop is not null)
            Telemetry = new TimerTelemetry(loop.Telemetry, TimerHost.ConfiguredName(name) ?? TelemetryTags.Unnamed);
        MessageCalls = new MessageCalls(
            Schedule,
            (target, tell) => host.Deliveries.Tell(loop?.Name, target, tell),
            (target, tell, origin) => host.Deliveries.TellInOrder(loop?.Name, target, tell, origin),
            () => loop!.Bounds,
            host.Deliveries.FailureFor,
            Telemetry);
        host.Register(this);
    }

    public string Name { get; }

    public EventLoop? Loop => _loop;

    public TimerHost Host => _host;

    public TimeSpan Bucket => TimeSpan.FromTicks(_bucket);

    /// <summary>
    /// The timer's metrics and traces, recorded while a listener is attached; null for the library's own timers.
    /// </summary>
    public TimerTelemetry? Telemetry { get; }

    /// <summary>The calls that were scheduled by message.</summary>
    public MessageCalls MessageCalls { get; }

    public bool IsDisposed => _disposed;

    /// <summary>Whether no call runs any more: the timer was disposed, or its loop or the actor system ends.</summary>
    public bool HasEnded => _disposed || _host.IsClosed || _loop is { IsOpen: false };

    /// <summary>How many buckets are open; few of them are empty.</summary>
    internal int OpenBuckets => _open.Count;

    /// <summary>Whether the coarse clock determines the bucket of most calls.</summary>
    public bool IsCoarse => _coarse;

    public int ChunkSize { get; }

    public BucketRounding Rounding { get; }

    /// <summary>A timer whose callbacks run on <paramref name="loop"/>.</summary>
    public static BatchedTimer OnLoop(
        TimerHost host, EventLoop loop, string name, TimeSpan bucket, int chunkSize, BucketRounding rounding) =>
        new(host, loop, name, bucket, chunkSize, rounding);

    /// <summary>A timer of the library itself: its calls need no loop, run all at once, and are never early.</summary>
    public static BatchedTimer WithoutLoop(TimerHost host, string name, TimeSpan bucket) =>
        new(host, null, name, bucket, int.MaxValue, BucketRounding.Up);

    public DelayedCall CallLater(TimeSpan delay, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Schedule(delay, ActionInvoker.Instance, callback, null);
    }

    public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender)
    {
        var (invoker, callback) = TellInvoker.For(target, message, sender);
        return Schedule(delay, invoker, callback, message);
    }

    public long Now => _host.Now;

    public DelayedCall ScheduleAgain(TimeSpan delay, CallInvoker invoker, object callback, object? state)
    {
        ThrowIfEnded();
        return ScheduleIn(IndexOf(delay), invoker, callback, state);
    }

    /// <summary>Puts a call into the bucket of its due time.</summary>
    public DelayedCall Schedule(TimeSpan delay, CallInvoker invoker, object callback, object? state)
    {
        Delays.ThrowIfTooLong(delay);
        ThrowIfRefusing();
        var ticks = delay.Ticks;
        if (ticks < 0)
        {
            if (delay == Timeout.InfiniteTimeSpan)
                return ScheduleIn(NeverIndex, invoker, callback, state);
            ticks = 0;
        }

        if (!_coarse)
            return ScheduleIn(ExactIndex(ticks), invoker, callback, state);
        // When all calls of a timer have the same delay, nearly all calls go into the newest bucket.
        var earliest = _clock.Earliest() + ticks;
        return Volatile.Read(ref _newest) is { } newest
            && newest.Takes(earliest, TimerClock.Spread)
            && newest.TryAdd(invoker, callback, state, out var call)
                ? call
                : ScheduleIn(IndexFrom(earliest, ticks), invoker, callback, state);
    }

    /// <summary>
    /// The due time of the first bucket in which a call with this delay is not early. The coarse clock can give the due
    /// time of the following bucket instead.
    /// </summary>
    public long DueIn(TimeSpan delay)
    {
        if (!_coarse)
            return ExactIndex(delay.Ticks) * _bucket;
        var latest = _clock.Earliest() + TimerClock.Spread + delay.Ticks;
        // The value is nearly always the last value. Reusing it saves the division, half of the method's cost.
        var last = Volatile.Read(ref _lastDue);
        if (latest <= last && latest > last - _bucket)
            return last;
        var due = BucketClock.IndexOf(latest, _bucket, BucketRounding.Up) * _bucket;
        Volatile.Write(ref _lastDue, due);
        return due;
    }

    /// <summary>Puts a call into the bucket that is due at <paramref name="due"/>.</summary>
    public DelayedCall ScheduleAt(long due, CallInvoker invoker, object callback)
    {
        ThrowIfRefusing();
        return ScheduleIn(due / _bucket, invoker, callback, null);
    }

    /// <summary>Removes <paramref name="bucket"/> if it is not in use: its last call was cancelled.</summary>
    public void Emptied(Bucket bucket)
    {
        // The fence between the last cancel and the read of the place; see RememberRecent.
        Interlocked.MemoryBarrier();
        // A recent bucket stays, so that a caller that alternately schedules and cancels a call reuses it.
        if (!bucket.IsDueSoon && !ReferenceEquals(bucket, Volatile.Read(ref RecentEntry(bucket.Index))))
            RemoveEmpty(bucket);
    }

    // The index for calls with an infinite delay. Their bucket is never due soon: its due time is one bucket length
    // before the largest time.
    private long NeverIndex => (Delays.Never / _bucket) - 1;

    private long ExactIndex(long delay) => BucketClock.IndexOf(_clock.Now + delay, _bucket, Rounding);

    private long IndexFrom(long earliest, long delay) =>
        BucketClock.TryIndexOf(earliest, TimerClock.Spread, _bucket, Rounding, out var index)
            ? index
            : ExactIndex(delay);

    private DelayedCall ScheduleIn(long index, CallInvoker invoker, object callback, object? state)
    {
        while (true)
        {
            if (!TryFind(index, out var bucket))
            {
                if (TryAddBucket(index, invoker, callback, state, out var first))
                    return first;
                continue;
            }

            if (bucket.TryAdd(invoker, callback, state, out var call))
                return call;
            StressPoint.Here();
            // The bucket is firing, or was empty and was removed: the call goes into a new bucket.
            _open.TryRemove(KeyValuePair.Create(index, bucket));
            ThrowIfEnded();
        }
    }

    private string Display => $"{this} ({(HasEnded ? "ended" : $"{PendingCalls} pending")}, bucket {Bucket})";

    public override string ToString() => $"batched timer '{Name}'";

    private bool TryFind(long index, [NotNullWhen(true)] out Bucket? bucket)
    {
        bucket = Volatile.Read(ref RecentEntry(index));
        if (bucket is not null && bucket.Index == index && bucket.IsOpen)
            return true;
        if (!_open.TryGetValue(index, out bucket))
            return false;
        RememberRecent(bucket);
        return true;
    }

    private ref Bucket? RecentEntry(long index) => ref _recent[(int)index & (RecentBuckets - 1)];

    // The replacing thread writes the place, passes a fence, and reads whether the old bucket is empty. The thread that
    // cancels the old bucket's last call empties it, passes a fence, and reads the place. So at least one of the two
    // threads sees the other's write and removes the old bucket.
    private void RememberRecent(Bucket bucket)
    {
        var replaced = Interlocked.Exchange(ref RecentEntry(bucket.Index), bucket);
        if (replaced is { Live: 0, IsDueSoon: false } && replaced != bucket)
            RemoveEmpty(replaced);
    }

    private void RemoveEmpty(Bucket bucket)
    {
        if (!bucket.TryEndEmpty())
            return;
        StressPoint.Here();
        _waiting.CountRemoved();
        _open.TryRemove(KeyValuePair.Create(bucket.Index, bucket));
    }

    private void ThrowIfRefusing()
    {
        if (_disposed || _host.IsClosed)
            ThrowIfEnded();
        _loop?.ThrowIfRefusing();
    }

    private void ThrowIfEnded()
    {
        if (_loop is { IsOpen: false } || _host.IsClosed)
            throw _loop is null ? Ended(null) : new LoopTerminatedException(_loop.Name);
        if (_disposed)
            throw new ObjectDisposedException(Name, $"Batched timer '{Name}' has been disposed.");
    }
}
