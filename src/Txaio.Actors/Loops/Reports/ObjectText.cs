using Akka.Actor;

namespace Txaio.Actors.Loops.Reports;

/// <summary>
/// Foreign objects as text, for reports: a <c>ToString</c> that throws must not hide what is reported.
/// </summary>
internal static class ObjectText
{
    /// <summary>The object's own text, or the name of its type when that throws.</summary>
    public static string Of(object? value)
    {
        try
        {
            return (value is IActorRef actor ? TextOf(actor) : value?.ToString()) ?? "null";
        }
        catch (Exception e)
        {
            return $"a {TypeName.Of(value!.GetType())} whose ToString threw {TypeName.Of(e.GetType())}";
        }
    }

    // The path of a promise lets a reader complete it. Ours hide it themselves; here are Akka's and other nodes'.
    private static string? TextOf(IActorRef actor) =>
        actor is ActorRefBase and not ActorRefWithCell
        && actor.GetType().Assembly != typeof(ObjectText).Assembly
        && actor.Path is { Parent: { Name: "temp", Parent: RootActorPath } } path
            ? $"[{path.Parent}/...]"
            : actor.ToString();
}
