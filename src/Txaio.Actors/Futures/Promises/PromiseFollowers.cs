using Akka.Actor;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// The subscribers or the watchers of a promise, each with its reservation in the bound of another node; null for
/// actors of this node.
/// </summary>
internal sealed class PromiseFollowers : Dictionary<IActorRef, HeldFollower?>;
