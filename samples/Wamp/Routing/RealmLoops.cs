using Txaio.Actors;

namespace Wamp.Routing;

/// <summary>
/// The loop of each realm. Names of realms have dots and names of loops have none, so loops go by number:
/// <c>realm-1</c> is that of the realm that the configuration has first.
/// </summary>
internal static class RealmLoops
{
    /// <exception cref="UnknownLoopException">The configuration has fewer loops than realms.</exception>
    public static ITxaio Assign(ITxaio txaio, int number) => txaio.WithConfig($"realm-{number}");
}
