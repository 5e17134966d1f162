namespace Txaio.Actors.Futures.Bodies;

/// <summary>A future in place of another, for one await. The metrics leave it out.</summary>
internal sealed class AwaitedFuture<T> : Future<T>
{
    public AwaitedFuture(EventLoop loop)
        : base(loop, isMeasured: false) =>
        Observe();

    private protected override bool IsMeasured => false;
}
