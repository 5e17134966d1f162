using Akka.Actor;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Messages within messages.</summary>
public static class Nesting
{
    // Akka itself reads Identify and Status without a bound on the depth: SECURITY.md says so.
    private static readonly int[] AkkaDepths = [2, 16, 1_000];

    /// <summary>Sends messages of several depths.</summary>
    /// <param name="assault">The attack.</param>
    public static void Send(Assault assault)
    {
        foreach (var depth in new[] { 15, 16, 17, 100, 1_000 })
        {
            assault.Once("resolve", Rogue.Nested(depth, []));
            assault.Once("resolve, wrapped", Rogue.Nested(depth / 5, [0xFF, 0xFF], wrapped: true));
            assault.Once("failure", Rogue.NestedFailures(depth, []));
        }

        foreach (var depth in AkkaDepths)
        {
            assault.Once("identify", Nested(depth, new Identify(1), static inner => new Identify(inner)));
            assault.Once("status", Nested(depth, PoisonPill.Instance, static inner => new Status.Success(inner)));
            assault.Once("selection", Nested(
                depth, PoisonPill.Instance, static inner => new ActorSelectionMessage(inner, [])));
            assault.Once("json", new Json((string)Nested(
                depth, "1", static inner => $$"""{"$type":"Akka.Actor.Status+Success, Akka","Status":{{inner}}}""")));
            assault.Once("json selection", new Json((string)Nested(
                depth,
                JsonForms.Bare(typeof(PoisonPill)),
                static inner => JsonForms.Selected((string)inner, ""))));
        }
    }

    private static object Nested(int depth, object innermost, Func<object, object> wrap)
    {
        var message = innermost;
        for (var i = 0; i < depth; i++)
            message = wrap(message);
        return message;
    }
}
