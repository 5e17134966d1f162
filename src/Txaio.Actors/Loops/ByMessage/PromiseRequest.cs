using Akka.Actor;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>A promise that an actor asks for with <see cref="Messages.CreateFuture"/>.</summary>
/// <param name="Asker">The actor that asks.</param>
/// <param name="Node">
/// The other node whose bounds the promise counts to; null for this node, where it counts to the loop's capacity.
/// </param>
/// <param name="Completed">Called with the promise once the promise has completed; null for no call.</param>
internal readonly record struct PromiseRequest(IActorRef Asker, Address? Node, Action<IActorRef>? Completed);
