namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// A future whose value is made from that of its source. A cancel of the future cancels the source, or the map's work
/// once the source is completed.
/// </summary>
internal sealed class MappedFuture<T>(EventLoop loop, Future source)
    : Future<T>(loop, static future => ((MappedFuture<T>)future).CancelSource())
{
    // The source, then the future of the map's work. Null once that is completed. Any thread.
    private Future? _source = source;

    /// <summary>Makes the future of the mapped value of <paramref name="source"/>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="map">The user's map.</param>
    /// <param name="complete">Calls the map and completes the mapped future.</param>
    public static MappedFuture<T> Of<TSource, TMap>(
        Future<TSource> source, TMap map, Action<MappedFuture<T>, TMap, TSource> complete)
        where TMap : Delegate
    {
        var result = new MappedFuture<T>(source.Loop, source);
        source.AddObserver(
            new SelectContinuation<TSource, T, TMap>(result, map, complete, ExecutionContext.Capture()));
        return result;
    }

    /// <summary>Drops the reference to the completed source: a chain would else keep all its futures.</summary>
    public void Release() => Volatile.Write(ref _source, null);

    /// <summary>Completes the future as the map's work ends.</summary>
    public void Follow(Future<T> work)
    {
        if (!work.IsCompleted)
        {
            // The loop runs both the map and the canceller. Only on a loop that has closed they run at the same time:
            // then the cancelling thread completes the future and reads the source, and this thread writes the source
            // and reads the state.
            Interlocked.Exchange(ref _source, work);
            if (IsCancelled)
                CancelSource();
        }

        work.AddObserver(new WorkContinuation(this));
    }

    private void CancelSource()
    {
        var cause = (FutureCancelledException)Error!;
        Interlocked.Exchange(ref _source, null)?.TryCancel(
            cause.Reason ?? "The future of Select was cancelled.", cause.CancellationToken, cause.InnerException);
    }

    private sealed class WorkContinuation(MappedFuture<T> result) : FutureContinuation
    {
        public override void Run(Future future) => Nesting.Run(this, future);

        public override void RunNested(Future future)
        {
            result.Release();
            result.TryEndAs((Future<T>)future);
        }
    }
}
