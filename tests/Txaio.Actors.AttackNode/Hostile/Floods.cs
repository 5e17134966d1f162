using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Bounded floods: of requests, of refused messages, and of messages that cannot be read.</summary>
public static class Floods
{
    /// <summary>The messages of each kind.</summary>
    public const int Count = 4_000;

    /// <summary>Sends the floods.</summary>
    /// <param name="assault">The attack.</param>
    public static void Send(Assault assault)
    {
        var json = JsonForms.Bare(MessageTypes.Own.First(static type => type is { IsVisible: false, Name: "Wake" }));
        var never = TimeSpan.FromDays(1_000);
        for (var i = 0; i < Count; i++)
        {
            var target = assault.Targets[i % assault.Targets.Count];
            var sender = assault.RefOf($"{assault.Own.Path.Address}/temp/x{i}");
            Of("create-future", CreateFuture.Instance);
            Of("call-later", new CallLater(never, target, "hostile"));
            Of("cancel-call", new CancelCall(i));
            Of("subscribe", new Subscribe(sender));
            Of("unreachable", new Subscribe(OwnMessages.Unreachable(assault.System, i)));
            assault.To(target, "unreadable", new Rogue("resolve/1", "no protobuf"), sender);
            assault.To(target, "unknown", new Rogue($"unknown/{i}", "x"), sender);
            assault.To(target, "own type", new Json(json), sender);
            assault.To(target, "poison", PoisonPill.Instance, sender);

            void Of(string kind, object message) =>
                assault.To(target, kind, OwnMessages.Of(assault.System, message), sender);
        }
    }
}
