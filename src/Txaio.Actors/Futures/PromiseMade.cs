namespace Txaio.Actors;

/// <summary>
/// Does nothing, but keeps the future of an Ask from being called in the fewest steps: who calls it passes fences then,
/// behind which it sees the promise, or who uses the promise sees that it is called.
/// </summary>
internal sealed class PromiseMade : FutureContinuation
{
    public static readonly PromiseMade Instance = new();

    private PromiseMade() => Share();

    public override void Run(Future future)
    {
    }

    public override string Describe() => "the promise";
}
