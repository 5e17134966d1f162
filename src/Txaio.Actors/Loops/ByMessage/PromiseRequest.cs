using Akka.Actor;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>What <see cref="Messages.CreateFuture"/> asked for.</summary>
/// <param name="Asker">The actor that asked.</param>
/// <param name="Node">The node that answers for the promise; null for this one, whose loop's capacity it counts to.</param>
/// <param name="Completed">Is told the promise once that has completed; null where nothing has to know.</param>
internal readonly record struct PromiseRequest(IActorRef Asker, Address? Node, Action<IActorRef>? Completed);
