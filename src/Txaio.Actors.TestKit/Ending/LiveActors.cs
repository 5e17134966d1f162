using Akka.Actor;

namespace Txaio.Actors.TestKit.Ending;

/// <summary>The actors for which a system that ends still waits.</summary>
internal static class LiveActors
{
    private const int Shown = 10;

    /// <summary>
    /// Names the actors without children that have not stopped: their parents wait for them. Those below
    /// <c>/system</c> stop last. Any thread.
    /// </summary>
    public static string Line(ExtendedActorSystem system)
    {
        var user = Leaves(system.Provider.Guardian).ToList();
        var live = user.Count > 0 ? user : [.. Leaves(system.Provider.SystemGuardian)];
        var paths = live.ConvertAll(static actor => actor.Path.ToStringWithoutAddress());
        var others = paths.Count > Shown ? $" and {paths.Count - Shown} more" : "";
        return paths.Count == 0
            ? "All actors have stopped. "
            : $"Not stopped: {string.Join(", ", paths.Take(Shown))}{others}. ";
    }

    private static IEnumerable<IActorRef> Leaves(IActorRef guardian)
    {
        var waiting = new Stack<IActorRef>([guardian]);
        while (waiting.TryPop(out var actor))
        {
            if (actor is not ActorRefWithCell { IsTerminated: false } cell)
                continue;
            var children = cell.Children.ToList();
            children.ForEach(waiting.Push);
            if (children.Count == 0)
                yield return actor;
        }
    }
}
