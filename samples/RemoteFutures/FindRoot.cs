using Akka.Actor;

namespace RemoteFutures;

/// <summary>Asks for the square root of a number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Promise">The promise to complete with the root.</param>
public sealed record FindRoot(double Number, IActorRef Promise);
