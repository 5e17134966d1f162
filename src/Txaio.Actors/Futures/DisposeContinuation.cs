namespace Txaio.Actors;

/// <summary>Lets go of a token's registration once its future is called.</summary>
internal sealed class DisposeContinuation(CancellationTokenRegistration registration) : FutureContinuation
{
    // Not Dispose, which would wait for a callback that runs, and that may be the one that got here.
    public override void Run(Future future) => registration.Unregister();
}
