using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// Makes the promises that actors ask loops for, and keeps completed ones. One for all loops. Any thread.
/// </summary>
internal interface IPromiseFactory
{
    /// <summary>Whether completed promises are kept.</summary>
    bool Keeps { get; }

    /// <summary>
    /// Makes a promise of <paramref name="loop"/>. The caller has reserved it within the bounds of another node.
    /// </summary>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    IActorRef Make(EventLoop loop, PromiseRequest request);

    /// <summary>Keeps a completed promise findable for a while, and unregisters it then.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="outcome">The node that it is kept for, and what completed it.</param>
    /// <returns>False when it is not kept.</returns>
    bool TryKeep(IActorRef promise, KeptOutcome outcome);
}
