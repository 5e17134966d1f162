using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// Runs callbacks on the thread pool, so that a blocked loop does not delay them. The callbacks for one target run one
/// after another, in the order in which they were added. Callbacks for different targets may run at the same time.
/// </summary>
/// <param name="driven">The scheduler that waits for the callbacks before it moves its time; null in real time.</param>
internal sealed class PoolQueues(IDrivenScheduler? driven)
{
    // Guards the table and its queues. Any thread adds a callback; a pool thread takes it. No callback runs under this
    // lock.
    private readonly object _gate = new();

    // Compared by reference: to hash a promise by value would give it a name.
    private readonly Dictionary<object, PoolQueue> _busy = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether no callback waits or runs. Only tests read it, while no other thread adds a callback.</summary>
    internal bool IsIdle => _busy.Count == 0;

    /// <summary>Queues a callback behind the callbacks for the same target. Never runs it inside this call.</summary>
    /// <param name="target">The target.</param>
    /// <param name="callback">The callback. It handles its exceptions.</param>
    public void Add(object target, in WorkItem callback)
    {
        PoolQueue queue;
        lock (_gate)
        {
            if (_busy.TryGetValue(target, out var busy))
            {
                busy.Waiting.Enqueue(callback);
                return;
            }

            queue = new PoolQueue(this, target);
            queue.Waiting.Enqueue(callback);
            _busy.Add(target, queue);
        }

        Start(queue);
    }

    // One callback for each entry of the thread pool's queue: a slow callback delays no other work of the pool.
    private void Start(PoolQueue queue)
    {
        if (driven is null)
            ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: false);
        else
            driven.Resume(null, queue);
    }

    private void RunNext(PoolQueue queue)
    {
        WorkItem next;
        lock (_gate)
            next = queue.Waiting.Dequeue();
        try
        {
            next.RunInContext();
        }
        finally
        {
            StartNext(queue);
        }
    }

    private void StartNext(PoolQueue queue)
    {
        lock (_gate)
        {
            if (queue.Waiting.Count == 0)
            {
                _busy.Remove(queue.Target);
                return;
            }
        }

        Start(queue);
    }

    /// <summary>The callbacks that wait for one target.</summary>
    private sealed class PoolQueue(PoolQueues queues, object target) : IThreadPoolWorkItem
    {
        public object Target => target;

        /// <summary>The callbacks, in order. Guarded by the lock of all queues.</summary>
        public Queue<WorkItem> Waiting { get; } = new();

        public void Execute() => queues.RunNext(this);

        public override string ToString() => $"callbacks for {Reports.ObjectText.Of(target)}";
    }
}
