using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// Makes the promises that actors ask loops for, and keeps completed promises. All loops share it. Any thread.
/// </summary>
internal interface IPromiseFactory
{
    /// <summary>Whether completed promises are kept.</summary>
    bool Keeps { get; }

    /// <summary>
    /// Makes a promise of <paramref name="loop"/>. For another node, the caller has reserved the promise within the
    /// node's bounds.
    /// </summary>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    IActorRef Make(EventLoop loop, PromiseRequest request);

    /// <summary>Keeps a completed promise findable for a while, and unregisters it then.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="outcome">The node that the promise is kept for, and the bytes that it counts.</param>
    /// <returns>False when the promise is not kept.</returns>
    bool TryKeep(IActorRef promise, KeptOutcome outcome);
}
