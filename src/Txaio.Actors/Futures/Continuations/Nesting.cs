namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// Bounds the depth of continuations that complete another future, or run foreign code that may complete one. A chain
/// of any length takes the stack of a few links.
/// </summary>
internal static class Nesting
{
    private const int Deepest = 16;

    [ThreadStatic]
    private static int _depth;

    // Continuations deferred at the greatest depth, in order. The deepest call runs them after its own continuation.
    [ThreadStatic]
    private static Queue<(FutureContinuation Continuation, Future Future)>? _later;

    /// <summary>
    /// Calls the nested part of <paramref name="continuation"/>: now, or later on this thread if this thread is in too
    /// many nested parts. An exception is reported.
    /// </summary>
    public static void Run(FutureContinuation continuation, Future future)
    {
        if (_depth == Deepest)
        {
            (_later ??= new()).Enqueue((continuation, future));
            return;
        }

        _depth++;
        try
        {
            future.RunNested(continuation);
            while (_depth == Deepest && _later is not null && _later.TryDequeue(out var next))
                next.Future.RunNested(next.Continuation);
        }
        finally
        {
            _depth--;
        }
    }
}
