using System.Reflection;
using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Refs and selections of actors under <c>/temp</c>: promises, and those of Asks that wait for a reply. Their path is
/// the permission to complete them, so texts leave the name out. Promises of this library leave it out themselves.
/// </summary>
internal static class TemporaryActor
{
    /// <summary>The text of a selection of one, without its name.</summary>
    public const string SelectionText = $"{nameof(ActorSelection)}[/{Container}/...]";

    private const string Container = "temp";

    private static readonly Assembly Library = typeof(TemporaryActor).Assembly;

    /// <summary>Whether it is one of Akka's or of another node, whose own text would show the name.</summary>
    public static bool IsForeign(IActorRef actor) =>
        actor is ActorRefBase and not ActorRefWithCell
        && actor.GetType().Assembly != Library
        && actor.Path is { Parent: { Name: Container, Parent: RootActorPath } };

    /// <summary>Whether a selection selects one.</summary>
    public static bool IsSelected(ActorSelection selection)
    {
        // Reading the path of a promise would register it.
        if (selection.Anchor is not ActorRefWithCell && selection.Anchor.GetType().Assembly == Library)
            return true;
        var path = selection.Anchor.Path.Elements.ToList();
        foreach (var element in selection.Path.Select(static element => element.ToString()!))
        {
            if (element != "..")
                path.Add(element);
            else if (path.Count > 0)
                path.RemoveAt(path.Count - 1);
        }

        return path is [Container, _, ..];
    }

    /// <summary>The text of a foreign one, without its name.</summary>
    public static string TextOf(IActorRef actor) => $"[{actor.Path.Parent}/...]";
}
