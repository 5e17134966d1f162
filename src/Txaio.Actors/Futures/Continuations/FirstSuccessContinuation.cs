namespace Txaio.Actors.Futures.Continuations;

/// <summary>Waits for the first future that succeeds. Fails once all futures have failed.</summary>
internal sealed class FirstSuccessContinuation<T> : FirstOfContinuation
{
    private readonly Func<Future, T> _valueOf;
    private int _notFailed;

    private FirstSuccessContinuation(
        EventLoop loop, Future[] children, bool cancelOthers, Func<Future, T> valueOf)
        : base(children, cancelOthers)
    {
        _valueOf = valueOf;
        _notFailed = children.Length;
        Result = new Future<T>(loop, result => CancelChildren((FutureCancelledException)result.Error!));
    }

    protected override Future<T> Result { get; }

    /// <summary>The value of the first of <paramref name="children"/> that succeeds.</summary>
    public static Future<T> Of(EventLoop loop, Future[] children, bool cancelOthers, Func<Future, T> valueOf)
    {
        var race = new FirstSuccessContinuation<T>(loop, children, cancelOthers, valueOf);
        race.Start();
        return race.Result;
    }

    // The children complete on any threads. When all children fail, the thread that completes the last child decides.
    protected override bool Decides(Future child) => child.IsSuccess || Interlocked.Decrement(ref _notFailed) == 0;

    protected override bool TryComplete(Future child) => child.IsSuccess
        ? Result.TryResolve(_valueOf(child))
        : Result.TryReject(new AggregateException(
            $"None of the {Children.Length} futures succeeded.", Children.Select(static child => child.Error!)));
}
