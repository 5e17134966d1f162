using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>Futures that running async functions make and await. Without a cancel scope, nothing is allocated.</summary>
internal static class ScopedFutures
{
    /// <summary>Makes a future. With a canceller it stands for work, else it is a promise.</summary>
    public static Future<T> Create<T>(EventLoop loop, Action<Future<T>>? canceller)
    {
        if (CancelScope.Current is not { } scope)
            return new Future<T>(loop, canceller);
        return canceller is null
            ? new ScopedFuture<T>(loop, scope)
            : Added(new Future<T>(loop, canceller), scope);
    }

    /// <summary>Lets a cancel of the running async function, if there is one, cancel the future.</summary>
    public static TFuture InScope<TFuture>(this TFuture future)
        where TFuture : Future =>
        CancelScope.Current is { } scope ? Added(future, scope) : future;

    /// <summary>Lets a cancel of the function of the scope cancel the future, which is work.</summary>
    public static void Add(Future work, CancelScope scope)
    {
        if (!work.IsCompleted)
            work.AddContinuation(new ScopeContinuation(scope.Add(work)));
    }

    /// <summary>
    /// Returns the future to await in place of a pending <paramref name="future"/>: the same future if the function of
    /// the scope has made the future, or one that ends as the future does, or earlier.
    /// </summary>
    public static Future<T> Awaited<T>(Future<T> future, CancelScope scope) =>
        IsAwaitOfOwn(future, scope) ? future : ScopedAwait<T>.Of(future, scope);

    /// <summary>The function of the scope takes a task of the future, which counts as an await of its own future.</summary>
    public static void TaskTaken(Future future, CancelScope scope)
    {
        if (!future.IsCompleted && IsAwaitOfOwn(future, scope))
            return;
        // Also when a cancel of the function has ended the future since the look above: the task tells the function.
        if (future.IsOrBecomesCancelled())
            scope.Reached();
    }

    /// <summary>Lets a cancel of the function cancel the future, if the function has made the future.</summary>
    /// <returns>Whether the function has made the future.</returns>
    public static bool IsAwaitOfOwn(Future future, CancelScope scope)
    {
        if (future.FindAmongNewest<ScopeContinuation>() is { Entry: var entry } && ReferenceEquals(entry.Scope, scope))
            scope.Await(entry);
        else if (future.IsMadeIn(scope))
            future.AddContinuation(new ScopeContinuation(scope.AddAwait(future)));
        else
            return false;
        return true;
    }

    private static TFuture Added<TFuture>(TFuture work, CancelScope scope)
        where TFuture : Future
    {
        Add(work, scope);
        return work;
    }
}
