using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>Marks, in the list of continuations, the await that the future keeps in its own fields.</summary>
internal sealed class InlineAwait : FutureContinuation
{
    public static readonly InlineAwait Mark = new();

    private InlineAwait() => Share();

    public override void Run(Future future) => future.ResumeAwait();
}
