using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>Removes a completed future from the cancel scope that lists it.</summary>
internal sealed class ScopeContinuation(ScopeEntry entry) : FutureContinuation
{
    public ScopeEntry Entry => entry;

    public override void Run(Future future) => entry.Remove();
}
