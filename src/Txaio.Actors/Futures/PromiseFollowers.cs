using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// Who waits for a promise, as subscribers or as watchers, each with what is held for another node with it; null for
/// actors of this node.
/// </summary>
internal sealed class PromiseFollowers : Dictionary<IActorRef, HeldFollower?>;
