using Akka.Actor;

namespace Txaio.Actors.Tests;

/// <summary>Stops actors of the library directly, because these actors ignore PoisonPill and Kill.</summary>
internal static class OwnActors
{
    /// <summary>Stops all actors at a path below <c>/system</c>. A <c>*</c> stands for all children.</summary>
    public static void StopOwn(this ActorSystem system, string path)
    {
        IEnumerable<IActorRef> found = [((ExtendedActorSystem)system).Provider.SystemGuardian];
        foreach (var name in path.Split('/'))
        {
            found = found.OfType<ActorRefWithCell>().SelectMany(static actor => actor.Children)
                .Where(child => name is "*" || child.Path.Name == name);
        }

        var actors = found.ToList();
        Assert.True(actors.Count > 0 || path.Contains('*'), path);
        foreach (var actor in actors)
            ((IInternalActorRef)actor).Stop();
    }

    /// <summary>Stops an actor of the library. The task completes when the actor has stopped.</summary>
    public static Task StopOwnAsync(this IActorRef actor, TimeSpan timeout)
    {
        ((IInternalActorRef)actor).Stop();
        return actor.GracefulStop(timeout, new Identify(null));
    }
}
