using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Timers.Buckets;

/// <content>The pending calls, the timer's actor, and the timer's end.</content>
internal sealed partial class BatchedTimer
{
    // Guards the fields below and Bucket.IsDueSoon; _disposed is read without it. Any thread adds buckets. The
    // scheduler's thread and adding threads start buckets that are due soon. The buckets' actors and the loop remove
    // buckets that have ended.
    private readonly object _gate = new();
    private readonly WaitingBuckets _waiting;
    private readonly HashSet<Bucket> _firing = [];
    private IActorRef? _actor;
    private long _buckets;
    private volatile bool _disposed;

    // Completes when the timer's actor has stopped; DisposeAsync awaits this task.
    private readonly TaskCompletionSource _actorStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long PendingCalls
    {
        get
        {
            if (HasEnded)
                return 0;
            // Reads both sets under one lock: a bucket that begins to fire moves from _open to _firing and must count
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
                return GetOrStartActor();
        }
    }

    public void Dispose()
    {
        _host.RemoveStopped(this);
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
        // Queued before the first await, so that this method does not wait for later callbacks of the loop.
        var callbackReturned = _loop is { IsClosed: false } ? WhenCallbackReturned(_loop) : Task.CompletedTask;
        Task actorStopped;
        lock (_gate)
            actorStopped = HasActor ? _actorStopped.Task : Task.CompletedTask;
        await actorStopped.ConfigureAwait(false);
        await callbackReturned.ConfigureAwait(false);
    }

    /// <summary>Notes that the timer's actor and its buckets' actors have stopped.</summary>
    public void ActorStopped() => _actorStopped.TrySetResult();

    /// <summary>Cancels the pending calls and refuses later calls.</summary>
    /// <returns>False when the timer was closed before.</returns>
    public bool TryClose()
    {
        List<Bucket> ended;
        lock (_gate)
        {
            if (_disposed)
                return false;
            _disposed = true;
            ended = [.. _open.Values, .. _firing];
            _waiting.Clear();
            _firing.Clear();
        }

        _open.Clear();
        foreach (var bucket in ended)
            bucket.End();
        _host.Unregister(this);
        return true;
    }

    /// <summary>
    /// Closes the bucket to new calls, because its actor begins to fire the bucket. Later calls go into another bucket.
    /// </summary>
    public void MoveToFiring(Bucket bucket)
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

        // The disposing thread found the bucket neither in _open nor in _firing, and has not ended it.
        bucket.End();
    }

    /// <summary>
    /// Ends the bucket and reports the exceptions of its calls. Any thread may call this method, more than once.
    /// </summary>
    public void Complete(Bucket bucket)
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

    /// <summary>The exception of a call to a timer whose actor system has ended.</summary>
    internal LoopTerminatedException Ended(Exception? cause) => new(
        _loop?.Name ?? Name, $"The actor system has ended: timer '{Name}' cannot start its actor.", cause);

    private bool HasActor => _actor is GuardedRef;

    // A loop runs one callback at a time, so this entry runs after the currently running callback has returned.
    private static Task WhenCallbackReturned(EventLoop loop)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<TaskCompletionSource> done = static ran => ran.TrySetResult();
        loop.Enqueue(new WorkItem(StateInvoker.For<TaskCompletionSource>(), done, ran, null));
        return ran.Task;
    }

    private IActorRef GetOrStartActor()
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
}
