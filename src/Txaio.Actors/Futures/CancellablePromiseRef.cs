namespace Txaio.Actors;

/// <summary>The promise of a future that has a canceller. Most have none, and are spared the field.</summary>
internal sealed class CancellablePromiseRef(Future future, Delegate canceller) : PromiseRef(future)
{
    // Let go of when the future is called; until then it is what Cancel runs.
    private Delegate? _canceller = canceller;

    public override Delegate? Canceller => _canceller;

    public override void Completed()
    {
        _canceller = null;
        base.Completed();
    }
}
