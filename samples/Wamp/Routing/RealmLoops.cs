using Txaio.Actors;

namespace Wamp.Routing;

/// <summary>
/// The loop of each realm, made when the router starts; it ends with the actor system. Names of realms have dots and
/// names of loops have none, so loops go by number: <c>realm-1</c> is that of the realm that the configuration has
/// first.
/// </summary>
internal static class RealmLoops
{
    public static ITxaio Assign(ITxaio txaio, int number) => txaio.WithConfig(txaio.NewLoop($"realm-{number}"));
}
