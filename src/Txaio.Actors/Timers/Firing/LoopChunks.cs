using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// Runs the callbacks of a bucket on their loop. Each chunk is one entry of the run queue, queued when the previous
/// chunk has run. So other callbacks run between chunks, even when several chunks are due at once.
/// </summary>
internal sealed class LoopChunks(EventLoop loop, Bucket bucket) : ICallback
{
    // Guards the three fields below. The bucket's actor adds chunks, the loop takes them.
    private readonly object _gate = new();
    private readonly Queue<(Range Slots, long Due)> _chunks = [];
    private bool _queued;
    private bool _complete;

    // The state of the running chunk; only the loop touches it.
    private object? _firstCallback;

    private WorkItem Item => new(CallbackInvoker.OnLoop, this, null, null);

    /// <summary>Has the loop run the callbacks in <paramref name="slots"/> that are not cancelled by then.</summary>
    public void Add(Range slots, long due)
    {
        lock (_gate)
        {
            _chunks.Enqueue((slots, due));
            if (_queued)
                return;
            _queued = true;
        }

        loop.Enqueue(Item);
    }

    /// <summary>Ends the bucket behind its last chunk.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            if (_queued && !loop.IsClosed)
                return;
            _queued = true;
        }

        // A closed loop runs no more chunks. The failures so far are reported now, while the log still has listeners.
        if (loop.IsClosed)
            bucket.Timer.Complete(bucket);
        else
            loop.Enqueue(Item);
    }

    void ICallback.Run(object? state)
    {
        if (TryNext(out var chunk))
            RunChunk(chunk.Slots, chunk.Due);
        bool more, complete;
        lock (_gate)
        {
            more = _chunks.Count > 0;
            complete = _complete;
            _queued = more || complete;
        }

        if (more)
            loop.Enqueue(Item);
        else if (complete)
            bucket.Timer.Complete(bucket);
    }

    private bool TryNext(out (Range Slots, long Due) chunk)
    {
        lock (_gate)
            return _chunks.TryDequeue(out chunk);
    }

    private void RunChunk(Range slots, long due)
    {
        // A closed loop runs its queue on the thread pool; pending calls never run there.
        if (!loop.IsCurrent)
            return;
        _firstCallback = null;
        var began = TimerTelemetry.IsListenedTo ? loop.Now : (long?)null;
        var ran = 0;
        for (var slot = slots.Start.Value; slot < slots.End.Value && !loop.IsClosed; slot++)
        {
            if (!bucket.TryTake(slot, out var call))
                continue;
            _firstCallback ??= call.Callback;
            ran++;
            try
            {
                call.Invoker.Invoke(call.Callback, call.State);
            }
            catch (Exception e)
            {
                bucket.AddError(e);
            }

            loop.RestoreContext();
        }

        if (began is { } at)
            bucket.Timer.Telemetry?.Fired(ran, at - due);
    }

    string ICallback.Describe(object? state)
    {
        var first = _firstCallback is { } known ? $", the first {CallbackName.Of(known)}" : "";
        return $"a chunk of batched timer '{bucket.Timer.Name}'{first}";
    }
}
