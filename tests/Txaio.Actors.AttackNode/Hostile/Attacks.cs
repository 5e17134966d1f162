using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Routing;
using Txaio.Actors.Messages;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>The attacks, by name.</summary>
public static class Attacks
{
    /// <summary>All attacks. Each part of an attack is for a node of its own.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Action<Assault>>> All { get; } =
        new Dictionary<string, IReadOnlyList<Action<Assault>>>
        {
            ["own-messages"] = [OwnSerializer],
            ["own-types-in-json"] = [static assault => InJson(assault, MessageTypes.Own)],
            ["akka-types-in-json"] = [static assault => InJson(assault, MessageTypes.Akkas)],
            ["akka-messages"] = [AkkaMessages],
            ["system-messages"] = [SystemMessages],
            ["remote-deployment"] = [Deployments.Send],
            ["nesting"] = [Nesting.Send],
            ["flood"] = [Floods.Send],
            ["texts"] = Texts.All,
            ["own-texts"] = Texts.Own,
        };

    private static void OwnSerializer(Assault assault)
    {
        foreach (var message in OwnMessages.All(assault.System, assault.Loop, assault.Own))
            assault.ToAll(message.Manifest, message);
    }

    private static void InJson(Assault assault, IReadOnlyList<Type> types)
    {
        var forms = new JsonForms(assault.System, assault.Loop);
        var durable = assault.Targets.Where(static target => target.Path.ToString().Contains("/txaio-timer-")).ToList();
        foreach (var type in types)
        {
            foreach (var form in forms.Of(type))
            {
                assault.Once(type.FullName!, form);
                // Akka's cell of an actor delivers a selection in the actor's own turn, and the guardian in its turn.
                assault.Once(type.FullName!, new Json(JsonForms.Selected(JsonForms.Selected(form.Text, ""), "")));
                var guardian = assault.RefOf("/system");
                var paths = assault.Targets.Select(static target => target.Path.Elements)
                    .Where(static path => path[0] == "system");
                foreach (var target in durable)
                    assault.To(assault.Loop, type.FullName!, OwnMessages.Of(assault.System, Later(target, form)), null);
                foreach (var path in paths)
                {
                    assault.To(
                        guardian,
                        type.FullName!,
                        new Json(JsonForms.Selected(form.Text, string.Join('/', path.Skip(1)))),
                        ActorRefs.NoSender);
                }
            }
        }
    }

    // The victim's loop tells the message, where it takes the call.
    private static CallLater Later(IActorRef target, object message) => new(TimeSpan.Zero, target, message);

    private static void AkkaMessages(Assault assault)
    {
        var loop = assault.Loop;
        var failure = new InvalidOperationException("of a hostile node");
        foreach (var message in new object[]
        {
            PoisonPill.Instance, Kill.Instance, new Identify(1), ReceiveTimeout.Instance, new ActorIdentity(1, loop),
            new Status.Success(1), new Status.Failure(failure), new Broadcast(PoisonPill.Instance),
            Selection(PoisonPill.Instance), Selection(Selection(Kill.Instance)), Internal("StopChild", loop),
            TerminationHook.Instance, Scheduled(PoisonPill.Instance), Scheduled(Scheduled(Kill.Instance)),
            new RemoteScope(assault.Own.Path.Address),
        })
        {
            assault.ToAll(message.GetType().Name, message);
        }

        // The guardian of the library's actors, and selections with wildcards.
        foreach (var target in assault.Targets)
        {
            assault.To(assault.RefOf("/system"), "StopChild of a child", Internal("StopChild", target), assault.Own);
            var selection = assault.System.ActorSelection(target.Path.ToString());
            selection.Tell(PoisonPill.Instance, ActorRefs.NoSender);
            assault.System.ActorSelection($"{target.Path}/*").Tell(Kill.Instance, ActorRefs.NoSender);
        }
    }

    private static void SystemMessages(Assault assault)
    {
        var failure = new ActorKilledException("of a hostile node");
        foreach (var target in assault.Targets)
        {
            for (var i = 0; i < 20; i++)
                assault.Control(target, new Suspend());
            assault.Control(target, new Recreate(failure));
            assault.Control(target, new Resume(failure));
            assault.Control(target, new Supervise(assault.Own, false));
            assault.Control(target, new Watch(assault.Own, target));
            assault.Control(target, new Watch(target, assault.Own));
            assault.Control(target, new Unwatch(target, assault.Own));
            assault.Control(target, new Failed(target, failure, target.Path.Uid));
            assault.Control(target, new Terminate());
            assault.Control(assault.RefOf("/system"), new Failed(target, failure, target.Path.Uid));
            foreach (var other in assault.Targets.Where(other => !ReferenceEquals(other, target)))
            {
                assault.Control(target, new DeathWatchNotification(other, true, false));
                assault.Control(target, new DeathWatchNotification(other, false, true));
                assault.Control(target, new Failed(other, failure, other.Path.Uid));
                assault.Control(target, new Unwatch(other, target));
            }
        }
    }

    /// <summary>A message of Akka whose type is internal in Akka, but which every node can name.</summary>
    internal static object Internal(string name, params object[] arguments) => Activator.CreateInstance(
        new[] { typeof(ActorSystem), typeof(Akka.Remote.RemoteActorRef) }
            .SelectMany(static known => known.Assembly.GetTypes()).Single(type => type.Name == name),
        System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic,
        null,
        arguments,
        null)!;

    // Akka's scheduler wraps messages like this, and the cell of an actor unwraps them.
    private static object Scheduled(object message) => Activator.CreateInstance(
        typeof(ActorSystem).Assembly.GetTypes().First(static type =>
            type.IsAssignableTo(typeof(IScheduledTellMsg)) && type.GetConstructor([typeof(object)]) is not null),
        message)!;

    // A selection of the receiver.
    private static ActorSelectionMessage Selection(object message) => new(message, []);
}
