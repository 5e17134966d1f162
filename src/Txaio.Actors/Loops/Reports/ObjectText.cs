using Akka.Actor;

namespace Txaio.Actors.Loops.Reports;

/// <summary>
/// The texts of foreign objects, for reports. A <c>ToString</c> that throws must not keep a report from being written.
/// </summary>
internal static class ObjectText
{
    /// <summary>Returns the object's own text, or the name of its type if its <c>ToString</c> throws.</summary>
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

    // With the path of a promise, a reader of the report could complete it. This library's promises hide their paths
    // themselves; this method hides those of Akka's promises, also of other nodes.
    private static string? TextOf(IActorRef actor) =>
        actor is ActorRefBase and not ActorRefWithCell
        && actor.GetType().Assembly != typeof(ObjectText).Assembly
        && actor.Path is { Parent: { Name: "temp", Parent: RootActorPath } } path
            ? $"[{path.Parent}/...]"
            : actor.ToString();
}
