using Akka.Actor;

namespace Txaio.Actors.AttackNode.Victims;

/// <summary>Asks the victim for its actors. It replies with <see cref="Surveyed"/>.</summary>
public sealed record Survey;

/// <summary>The victim's actors of the library's packages that live now.</summary>
/// <param name="Paths">The paths, without the address.</param>
/// <param name="Types">The classes of these actors.</param>
/// <param name="Promises">Pending promises: of a future, of an Ask, and of a loop.</param>
public sealed record Surveyed(string[] Paths, string[] Types, IActorRef[] Promises);

/// <summary>Asks the victim for a pending promise that no attack knows. It replies with <see cref="Held"/>.</summary>
public sealed record Hold;

/// <summary>The promise.</summary>
/// <param name="Promise">The promise.</param>
public sealed record Held(IActorRef Promise);

/// <summary>Asks the victim to use everything that it has. It replies with <see cref="Used"/>.</summary>
public sealed record Use;

/// <summary>What worked, and what the health checks say.</summary>
/// <param name="Problem">The fault, or an empty text.</param>
/// <param name="Health">The overall status: Healthy, Degraded or Unhealthy.</param>
/// <param name="HealthText">The reports of the checks.</param>
/// <param name="Stopped">The parts that the library reports as stopped.</param>
/// <param name="Memory">The bytes of managed memory after a collection.</param>
public sealed record Used(string Problem, string Health, string HealthText, string Stopped, long Memory);
