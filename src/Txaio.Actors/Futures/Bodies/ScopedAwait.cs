using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>
/// An async function's await of a future that the function has not made. A cancel of the function ends the await and
/// leaves the future as it is. The future holds no reference to an await that has ended.
/// </summary>
internal sealed class ScopedAwait<T> : Waiter
{
    private readonly Future<T> _future;
    private readonly AwaitedFuture<T> _result;
    private WaitList? _list;

    private ScopedAwait(Future<T> future)
    {
        _future = future;
        _result = new AwaitedFuture<T>(future.Loop);
    }

    /// <summary>Returns a future that ends as <paramref name="future"/>, or earlier by <paramref name="scope"/>.</summary>
    public static Future<T> Of(Future<T> future, CancelScope scope)
    {
        // Code waits for the future: its loop rejects it when the loop ends.
        future.RegisterWithLoop();
        var wait = new ScopedAwait<T>(future);
        wait._list = WaitList.Add(future, wait);
        var entry = scope.AddAwait(wait._result);
        // Runs at once if the await has ended meanwhile.
        wait._result.AddContinuation(new End(wait, entry));
        return wait._result;
    }

    public override void Completed()
    {
        // An await that has ended already did not observe the failure.
        if (_result.TryEndAs(_future))
            _future.Observe();
    }

    private sealed class End(ScopedAwait<T> wait, ScopeEntry entry) : FutureContinuation
    {
        public override void Run(Future future)
        {
            entry.Remove();
            wait._list?.Remove(wait);
        }
    }
}
