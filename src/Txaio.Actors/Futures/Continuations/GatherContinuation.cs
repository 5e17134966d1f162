namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// Waits for many futures. One object is the continuation of all futures, and reads the values when the last future is
/// completed.
/// </summary>
internal abstract class GatherContinuation : FutureContinuation
{
    private readonly Future[] _children;
    private readonly bool _consumeExceptions;
    private int _missing;

    protected GatherContinuation(Future[] children, bool consumeExceptions)
    {
        _children = children;
        _consumeExceptions = consumeExceptions;
        // One more than the children, so that the gathered future cannot complete before Start has visited all
        // children.
        _missing = children.Length + 1;
        Share();
    }

    public override void Run(Future future)
    {
        if (!_consumeExceptions && future.Error is not null)
            Nesting.Run(this, future);
        CountDown(future);
    }

    /// <remarks>A child failed, or the last child has been completed.</remarks>
    public override void RunNested(Future future)
    {
        if (!_consumeExceptions && future.Error is { } error)
            Fail(error);
        else
            Succeed(_children);
    }

    /// <summary>Begins to wait.</summary>
    protected void Start()
    {
        foreach (var child in _children)
            child.AddObserver(this);
        CountDown(Gathered);
    }

    /// <summary>Cancels the pending children, with the reason for which the gathered future was cancelled.</summary>
    protected void CancelChildren(FutureCancelledException cause)
    {
        foreach (var child in _children)
        {
            child.TryCancel(
                cause.Reason ?? "The future of Gather was cancelled.",
                cause.CancellationToken,
                cause.InnerException);
        }
    }

    /// <summary>The gathered future.</summary>
    protected abstract Future Gathered { get; }

    /// <summary>The first failure, if failures are not consumed.</summary>
    protected Exception? Failure =>
        _consumeExceptions ? null : Array.Find(_children, static child => child.Error is not null)?.Error;

    protected abstract void Fail(Exception error);

    protected abstract void Succeed(Future[] children);

    private void CountDown(Future last)
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            Nesting.Run(this, last);
    }
}

/// <summary>Gathers into a future of outcomes.</summary>
internal sealed class GatherContinuation<T> : GatherContinuation
{
    private readonly Func<Future, T> _valueOf;

    private GatherContinuation(EventLoop loop, Future[] children, bool consumeExceptions, Func<Future, T> valueOf)
        : base(children, consumeExceptions)
    {
        _valueOf = valueOf;
        Gathered = new Future<IReadOnlyList<Outcome<T>>>(
            loop, gathered => CancelChildren((FutureCancelledException)gathered.Error!));
    }

    protected override Future<IReadOnlyList<Outcome<T>>> Gathered { get; }

    /// <summary>The future of all <paramref name="children"/>.</summary>
    public static Future<IReadOnlyList<Outcome<T>>> Of(
        EventLoop loop, Future[] children, bool consumeExceptions, Func<Future, T> valueOf)
    {
        var gathering = new GatherContinuation<T>(loop, children, consumeExceptions, valueOf);
        gathering.Start();
        return gathering.Gathered;
    }

    protected override void Fail(Exception error) => Gathered.TryReject(error);

    protected override void Succeed(Future[] children)
    {
        if (Gathered.IsCalled)
            return;
        // Another thread may still be about to process a failed child.
        if (Failure is { } failure)
        {
            Fail(failure);
            return;
        }

        var outcomes = new Outcome<T>[children.Length];
        for (var i = 0; i < children.Length; i++)
        {
            outcomes[i] = children[i].Error is { } error
                ? new Outcome<T>(error)
                : new Outcome<T>(_valueOf(children[i]));
        }

        Gathered.TryResolve(outcomes);
    }
}
