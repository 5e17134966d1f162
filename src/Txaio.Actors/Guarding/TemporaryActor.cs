using System.Reflection;
using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Refs and selections of actors under <c>/temp</c>: promises, and Asks that wait for a reply. An actor that knows such
/// a path can complete the promise or the Ask, so texts omit the name. Promises of this library omit it themselves.
/// </summary>
internal static class TemporaryActor
{
    /// <summary>The text of a selection of a temporary actor, without its name.</summary>
    public const string SelectionText = $"{nameof(ActorSelection)}[/{Container}/...]";

    private const string Container = "temp";

    private static readonly Assembly Library = typeof(TemporaryActor).Assembly;

    /// <summary>
    /// Whether <paramref name="actor"/> is a temporary actor of Akka or of another node, whose text would show the
    /// name.
    /// </summary>
    public static bool IsForeign(IActorRef actor) =>
        actor is ActorRefBase and not ActorRefWithCell
        && actor.GetType().Assembly != Library
        && actor.Path is { Parent: { Name: Container, Parent: RootActorPath } };

    /// <summary>Whether a selection selects a temporary actor.</summary>
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

    /// <summary>The text of a foreign temporary actor, without its name.</summary>
    public static string TextOf(IActorRef actor) => $"[{actor.Path.Parent}/...]";
}
