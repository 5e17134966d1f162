using Akka.Actor;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Timers.Buckets;

/// <content>
/// Starting the near buckets. An actor costs 16 us and 2 kB, and most timeouts are cancelled long before they are due,
/// so a bucket meets an actor only when it is due within a second or two bucket lengths.
/// </content>
internal sealed partial class BatchedTimer
{
    private readonly long _nearWindow;

    // Guards everything below, and Bucket.IsNear. Any thread adds buckets; the scheduler's thread and the timer's
    // actor start the near ones; the buckets' actors remove those that are done.
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Bucket, long> _far = new();
    private readonly HashSet<Bucket> _firing = [];
    private IActorRef? _actor;
    private ICancelable? _wakeUp;
    private long _armedFor = long.MaxValue;
    private long _buckets;
    private volatile bool _disposed;

    // Completes when the timer's actor has stopped; DisposeAsync awaits it.
    private readonly TaskCompletionSource _actorStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // About how many buckets in the queue are gone. Not guarded: any thread may empty a bucket.
    private int _gone;

    public long PendingCalls
    {
        get
        {
            if (HasEnded)
                return 0;
            // Both sets under one lock: a bucket that begins to fire moves from one to the other and must be counted
            // once.
            lock (_gate)
                return _open.Values.Union(_firing).Sum(static bucket => (long)bucket.Live);
        }
    }

    /// <summary>Adds the calls that have not begun to fire to <paramref name="calls"/>.</summary>
    public void List(List<ScheduledCall> calls)
    {
        if (HasEnded)
            return;
        List<Bucket> buckets;
        lock (_gate)
            buckets = [.. _open.Values.Union(_firing).OrderBy(static bucket => bucket.Number)];
        foreach (var bucket in buckets)
            bucket.List(calls);
    }

    public IActorRef Ref
    {
        get
        {
            lock (_gate)
                return Actor();
        }
    }

    public void Dispose()
    {
        _host.Released(this);
        if (!TryClose())
            return;
        lock (_gate)
        {
            if (HasActor)
                ((IInternalActorRef)_actor!).Stop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        // Before the first await: only the callback that runs on the loop now has to be waited for.
        var ranOnLoop = _loop is { IsClosed: false } ? RanOn(_loop) : Task.CompletedTask;
        Task actorStopped;
        lock (_gate)
            actorStopped = HasActor ? _actorStopped.Task : Task.CompletedTask;
        await actorStopped.ConfigureAwait(false);
        await ranOnLoop.ConfigureAwait(false);
    }

    /// <summary>Notes that the timer's actor and its buckets' actors have stopped.</summary>
    public void ActorStopped() => _actorStopped.TrySetResult();

    /// <summary>Cancels the pending calls and refuses later ones.</summary>
    /// <returns>False when that had been done before.</returns>
    public bool TryClose()
    {
        List<Bucket> ended;
        lock (_gate)
        {
            if (_disposed)
                return false;
            _disposed = true;
            _wakeUp?.Cancel();
            ended = [.. _open.Values, .. _firing];
            _far.Clear();
            _firing.Clear();
        }

        _open.Clear();
        foreach (var bucket in ended)
            bucket.End();
        MessageCalls.Clear();
        _host.Disposed(this);
        return true;
    }

    /// <summary>The bucket's actor begins to fire it: calls that come now go into another.</summary>
    public void BeginsFiring(Bucket bucket)
    {
        lock (_gate)
        {
            _open.TryRemove(KeyValuePair.Create(bucket.Index, bucket));
            if (!_disposed)
            {
                _firing.Add(bucket);
                return;
            }
        }

        // It was neither open nor firing when the timer was disposed.
        bucket.End();
    }

    /// <summary>Reports what the calls of a finished bucket threw. Any thread, and more than once.</summary>
    public void Done(Bucket bucket)
    {
        lock (_gate)
        {
            _firing.Remove(bucket);
            _open.TryRemove(KeyValuePair.Create(bucket.Index, bucket));
        }

        bucket.End();
        if (bucket.TakeErrors() is { } errors)
            _host.Report(this, new BatchedTimerException(Name, errors));
    }

    private bool HasActor => _actor is GuardedRef;

    // A loop runs one callback at a time, so this entry runs when the callback that runs now has returned.
    private static Task RanOn(EventLoop loop)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<TaskCompletionSource> done = static ran => ran.TrySetResult();
        loop.Enqueue(new WorkItem(StateInvoker.For<TaskCompletionSource>(), done, ran, null));
        return ran.Task;
    }

    // The scheduler's thread.
    private void StartNear()
    {
        try
        {
            lock (_gate)
            {
                _armedFor = long.MaxValue;
                // A scheduler that ends fires all its entries, hours early: no bucket is near then.
                if (!HasEnded)
                    StartNear(_host.Now);
            }
        }
        catch (LoopTerminatedException e)
        {
            // The parent of this timer's actor was stopped.
            _host.Report(this, e);
            TryClose();
        }
    }

    /// <summary>Starts the near buckets and arms the wake-up for the next one.</summary>
    private void StartNear(long now)
    {
        while (_far.TryPeek(out var bucket, out var start))
        {
            if (start - now > _nearWindow)
            {
                Arm(start, now);
                return;
            }

            _far.Dequeue();
            if (bucket.Live == 0 && bucket.TryEndEmpty())
                _open.TryRemove(KeyValuePair.Create(bucket.Index, bucket));
            else if (bucket.IsOpen)
                GiveActor(bucket);
            else
                Interlocked.Decrement(ref _gone);
        }
    }

    /// <summary>Makes a bucket with its first call, so that no bucket has an actor before it has a call.</summary>
    /// <returns>False when another thread has made one meanwhile.</returns>
    private bool TryAddBucket(
        long index, CallInvoker invoker, object callback, object? state, out DelayedCall call)
    {
        Bucket bucket;
        lock (_gate)
        {
            ThrowIfEnded();
            call = default;
            if (_open.ContainsKey(index))
                return false;
            var now = _host.Now;
            var start = index == NeverIndex ? Delays.Never : Math.Max(index * _bucket, now);
            bucket = new Bucket(this, index, start, _buckets++);
            bucket.TryAdd(invoker, callback, state, out call);
            if (bucket.Start - now <= _nearWindow)
            {
                GiveActor(bucket);
            }
            else
            {
                DropGone();
                _far.Enqueue(bucket, bucket.Start);
                Arm(bucket.Start, now);
            }

            _open[index] = bucket;
        }

        StressPoint.Here();
        BecomesRecent(bucket);
        Volatile.Write(ref _newest, bucket);
        return true;
    }

    private void GiveActor(Bucket bucket)
    {
        bucket.IsNear = true;
        if (_loop is null)
        {
            // The library's own timers have no actor that a message could stop.
            _host.RunAt(bucket.Start, () => Fire(bucket));
            return;
        }

        Actor().Tell(OwnMessage.Sign(new BatchedTimerActor.Fire(bucket)), ActorRefs.NoSender);
    }

    // For a timer without a loop: all calls of the bucket run at once on the dispatcher.
    private void Fire(Bucket bucket)
    {
        // A scheduler that ends fires all its entries, hours early: no bucket is due then.
        if (!HasEnded)
            new BucketRun(this, bucket).FireNext([]);
    }

    // An emptied bucket stays in the queue until it is near. When most are empty, all empty ones are removed at once.
    private void DropGone()
    {
        if (_gone < 64 || _gone < _far.Count / 2)
            return;
        Volatile.Write(ref _gone, 0);
        (Bucket Bucket, long Start)[] open = [.. _far.UnorderedItems.Where(static item => item.Element.IsOpen)];
        _far.Clear();
        _far.EnqueueRange(open);
    }

    // One wake-up at a time: a wake-up left behind a nearer one would, when it fires, arm another, and wake-ups would
    // never become fewer.
    private void Arm(long start, long now)
    {
        var wake = start - _nearWindow;
        if (wake >= _armedFor || start == Delays.Never)
            return;
        _wakeUp?.Cancel();
        _armedFor = wake;
        var delay = TimeSpan.FromTicks(Math.Max(0, wake - now));
        try
        {
            _wakeUp = _host.Scheduler.Advanced.ScheduleOnceCancelable(delay, StartNear);
        }
        catch (SchedulerException e)
        {
            throw Ended(e);
        }
    }

    private IActorRef Actor()
    {
        if (_actor is not null)
            return _actor;
        if (_host.IsClosed)
            throw Ended(null);
        ThrowIfEnded();
        try
        {
            return _actor = _host.StartActor(this);
        }
        catch (InvalidOperationException e)
        {
            throw Ended(e);
        }
    }

    private LoopTerminatedException Ended(Exception? cause) => new(
        _loop?.Name ?? Name, $"The actor system has ended: timer '{Name}' cannot start its actor.", cause);
}
