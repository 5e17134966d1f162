namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// The promise of a future that has a canceller. Most promises have no canceller; their type needs no field for one.
/// </summary>
internal sealed class CancellablePromiseRef(Future future, Delegate canceller) : PromiseRef(future)
{
    // Run by Cancel. Released when the future is completed.
    private Delegate? _canceller = canceller;

    public override Delegate? Canceller => _canceller;

    public override void Completed()
    {
        _canceller = null;
        base.Completed();
    }
}
