using Akka.Actor;
using Txaio.Actors.Guarding;

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
            return TextOf(value) ?? "null";
        }
        catch (Exception e)
        {
            return $"a {TypeName.Of(value!.GetType())} whose ToString threw {TypeName.Of(e.GetType())}";
        }
    }

    // With the path of a promise, a reader of the report could complete the promise. This library's promises hide their
    // paths themselves; this method hides the paths of Akka's promises, also of other nodes.
    private static string? TextOf(object? value) => value switch
    {
        IActorRef actor when TemporaryActor.IsForeign(actor) => TemporaryActor.TextOf(actor),
        ActorSelection selection when TemporaryActor.IsSelected(selection) => TemporaryActor.SelectionText,
        _ => value?.ToString(),
    };
}
