using Akka.Actor;

namespace Txaio.Actors;

/// <content>
/// When buckets come near. An actor costs 16 us and 2 kB, and most timeouts are cancelled long before they are due,
/// so a bucket meets an actor only when it is due within a second or two bucket lengths.
/// </content>
internal sealed partial class BatchedTimer
{
    private readonly long _nearWindow;

    // Guards everything below, and Bucket.IsNear. Any thread adds buckets; the scheduler's thread and the timer's
    // actor start the near ones; the buckets' actors take leave.
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Bucket, long> _far = new();
    private readonly HashSet<Bucket> _firing = [];
    private IActorRef? _actor;
    private ICancelable? _wakeUp;
    private long _armedFor = long.MaxValue;
    private long _buckets;
    private volatile bool _disposed;

    // Whoever waits for the end of its actor.
    private readonly TaskCompletionSource _actorStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // About how many buckets in the queue are gone. Not guarded: buckets are emptied by any thread.
    private int _gone;

    public long PendingCalls
    {
        get
        {
            if (HasEnded)
                return 0;
            // Under one lock, and each once: a bucket that begins to fire moves from the one to the other.
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
        // Before the first await: what it has to wait for on the loop is what runs there now.
        var ranOnLoop = _loop is { IsClosed: false } ? RanOn(_loop) : Task.CompletedTask;
        Task actorStopped;
        lock (_gate)
            actorStopped = HasActor ? _actorStopped.Task : Task.CompletedTask;
        await actorStopped.ConfigureAwait(false);
        await ranOnLoop.ConfigureAwait(false);
    }

    /// <summary>Its actor and those of its buckets have stopped.</summary>
    public void ActorStopped() => _actorStopped.TrySetResult();

    /// <summary>Cancels what is pending and takes no more calls.</summary>
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

    /// <summary>The bucket is done: reports what its calls threw. Any thread, and more than once.</summary>
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

    // A loop runs one callback at a time: what comes behind the one that runs now, runs when that has returned.
    private static Task RanOn(EventLoop loop)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<TaskCompletionSource> done = static ran => ran.TrySetResult();
        loop.Enqueue(new WorkItem(StateInvoker.For<TaskCompletionSource>(), done, ran, null));
        return ran.Task;
    }

    // Called by the scheduler.
    private void StartNear()
    {
        try
        {
            lock (_gate)
            {
                _armedFor = long.MaxValue;
                // The scheduler fires whatever it holds when it ends, hours early: nothing is near then.
                if (!HasEnded)
                    StartNear(_host.Now);
            }
        }
        catch (LoopTerminatedException e)
        {
            // Somebody has stopped the actor above this timer's.
            _host.Report(this, e);
            TryClose();
        }
    }

    /// <summary>Starts what is near and arms the wake-up for the next.</summary>
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

    /// <summary>Makes a bucket with its first call, so that no bucket with an actor is without one.</summary>
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
            var start = index == NeverIndex ? LoopTimers.Never : Math.Max(index * _bucket, now);
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
            // The library's own timers have no actor that anybody could stop.
            _host.RunAt(bucket.Start, () => Fire(bucket));
            return;
        }

        Actor().Tell(OwnMessage.Sign(new BatchedTimerActor.Fire(bucket)), ActorRefs.NoSender);
    }

    // Of a timer without a loop: on the dispatcher, all calls of the bucket at once.
    private void Fire(Bucket bucket)
    {
        // The scheduler fires whatever it holds when it ends, hours early: nothing is due then.
        if (!HasEnded)
            new BucketRun(this, bucket).FireNext([]);
    }

    // Buckets that were emptied stay in the queue until they come near; when most are such, they go at once.
    private void DropGone()
    {
        if (_gone < 64 || _gone < _far.Count / 2)
            return;
        Volatile.Write(ref _gone, 0);
        (Bucket Bucket, long Start)[] open = [.. _far.UnorderedItems.Where(static item => item.Element.IsOpen)];
        _far.Clear();
        _far.EnqueueRange(open);
    }

    // One wake-up at a time: one that stayed behind a nearer one would arm the same again when it comes, and so on
    // for ever.
    private void Arm(long start, long now)
    {
        var wake = start - _nearWindow;
        if (wake >= _armedFor || start == LoopTimers.Never)
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
