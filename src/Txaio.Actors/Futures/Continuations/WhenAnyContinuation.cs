namespace Txaio.Actors.Futures.Continuations;

/// <summary>Waits for the first future that completes, with any outcome.</summary>
internal sealed class WhenAnyContinuation<TFuture> : FirstOfContinuation
    where TFuture : class, IFuture
{
    private WhenAnyContinuation(EventLoop loop, Future[] children, bool cancelOthers)
        : base(children, cancelOthers) =>
        Result = new Future<TFuture>(loop, result => CancelChildren((FutureCancelledException)result.Error!));

    protected override Future<TFuture> Result { get; }

    /// <summary>A future whose value is the first of <paramref name="children"/> that completes.</summary>
    public static Future<TFuture> Of(EventLoop loop, Future[] children, bool cancelOthers)
    {
        var race = new WhenAnyContinuation<TFuture>(loop, children, cancelOthers);
        race.Start();
        return race.Result;
    }

    protected override bool Decides(Future child) => true;

    protected override bool TryComplete(Future child) => Result.TryResolve((TFuture)(IFuture)child);
}
