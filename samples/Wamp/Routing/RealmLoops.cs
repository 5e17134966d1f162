using Txaio.Actors;

namespace Wamp.Routing;

/// <summary>
/// Makes a loop for each realm when the router starts. The loops end with the actor system. A loop's name cannot have
/// the dots of a realm's name, so loops are numbered: <c>realm-1</c> is the loop of the first realm in the
/// configuration.
/// </summary>
internal static class RealmLoops
{
    public static ITxaio Assign(ITxaio txaio, int number) => txaio.WithConfig(txaio.NewLoop($"realm-{number}"));
}
