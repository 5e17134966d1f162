namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// Bounds how deep continuations nest that complete another future, or run foreign code that may: a chain of any length
/// takes the stack of a few links.
/// </summary>
internal static class Nesting
{
    private const int Deepest = 16;

    [ThreadStatic]
    private static int _depth;

    // Continuations deferred at the greatest depth, in order. The deepest link runs them after its own returns.
    [ThreadStatic]
    private static Queue<(FutureContinuation Continuation, Future Future)>? _later;

    /// <summary>
    /// Calls the nested part of <paramref name="continuation"/>: now, or on this thread a little later when this thread
    /// is in too many of them. What it throws is reported.
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
