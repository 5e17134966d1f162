namespace Txaio.Actors;

/// <summary>The callbacks of one chunk, as one entry of their loop's run queue.</summary>
internal sealed class ChunkOnLoop
{
    private readonly Bucket _bucket;
    private readonly Range _slots;
    private object? _firstCallback;

    private ChunkOnLoop(Bucket bucket, Range slots)
    {
        _bucket = bucket;
        _slots = slots;
    }

    /// <summary>An entry that runs the callbacks in <paramref name="slots"/>, those cancelled by then excepted.</summary>
    public static WorkItem Of(Bucket bucket, Range slots) =>
        new(Invoker.Instance, new ChunkOnLoop(bucket, slots), null, null);

    /// <summary>An entry behind the last chunk: reports what the callbacks threw.</summary>
    public static WorkItem End(Bucket bucket) => new(EndInvoker.Instance, bucket, null, null);

    private void Run()
    {
        // On the thread pool, because the loop has closed: what was pending never runs then.
        if (EventLoop.Current is not { } loop)
            return;
        for (var slot = _slots.Start.Value; slot < _slots.End.Value; slot++)
        {
            if (!_bucket.TryTake(slot, out var call))
                continue;
            _firstCallback ??= call.Callback;
            try
            {
                call.Invoker.Invoke(call.Callback, call.State);
            }
            catch (Exception e)
            {
                (_bucket.Errors ??= []).Add(e);
            }

            loop.RestoreContext();
        }
    }

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override void Invoke(object callback, object? state) => ((ChunkOnLoop)callback).Run();

        public override string Describe(object callback, object? state)
        {
            var chunk = (ChunkOnLoop)callback;
            var first = chunk._firstCallback is { } known ? $", the first {CallbackName.Of(known)}" : "";
            return $"a chunk of batched timer '{chunk._bucket.Timer.Name}'{first}";
        }
    }

    private sealed class EndInvoker : CallInvoker
    {
        public static readonly EndInvoker Instance = new();

        public override void Invoke(object callback, object? state)
        {
            var bucket = (Bucket)callback;
            bucket.Timer.Done(bucket);
            if (bucket.Errors is { } errors)
            {
                bucket.Timer.Loop!.Report(
                    $"batched timer '{bucket.Timer.Name}'", new BatchedTimerException(bucket.Timer.Name, errors));
            }
        }

        public override string Describe(object callback, object? state) =>
            $"the end of a bucket of batched timer '{((Bucket)callback).Timer.Name}'";
    }
}
