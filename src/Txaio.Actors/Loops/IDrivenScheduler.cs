using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// A scheduler of Akka's (<c>akka.scheduler.implementation</c>) whose time stands still until a test moves it, as the
/// test kit's virtual one (<c>txaio.testutil</c>).
/// </summary>
/// <remarks>
/// Loops of a system with such a scheduler run the calls of one due time after the other, also when a callback has let
/// time pass.
/// </remarks>
public interface IDrivenScheduler : IScheduler
{
}
