using Akka.Actor;

namespace RemoteFutures;

/// <summary>Asks for the square root of a number, for whoever made the promise.</summary>
/// <param name="Number">The number.</param>
/// <param name="Promise">Who gets the answer.</param>
public sealed record FindRoot(double Number, IActorRef Promise);
