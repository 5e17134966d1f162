using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>The actors that the Asks ask.</summary>
/// <param name="Live">An actor that replies as the question says.</param>
/// <param name="Dead">An actor that has stopped.</param>
/// <param name="System">The actor system in which further targets start.</param>
internal sealed record AskTargets(IActorRef Live, IActorRef Dead, ActorSystem System)
{
    /// <summary>Starts the targets in an actor system.</summary>
    public static AskTargets In(ActorSystem system)
    {
        var dead = Start(system);
        dead.GracefulStop(TimeSpan.FromSeconds(20)).Wait();
        return new AskTargets(Start(system), dead, system);
    }

    /// <summary>Starts a target that is stopping. A question may reach the target, which does not reply.</summary>
    public IActorRef Dying()
    {
        var actor = Start(System);
        actor.Tell(PoisonPill.Instance);
        return actor;
    }

    private static IActorRef Start(ActorSystem system) => system.ActorOf(Props.Create<Target>());

    /// <summary>A question, and the way in which the target must reply.</summary>
    public sealed record Question(AskKind Kind, int Delay);

    private sealed class Target : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var question = (Question)message;
            switch (question.Kind)
            {
                case AskKind.Reply:
                    Sender.Tell(question.Delay);
                    break;
                case AskKind.ReplyOrTimeout:
                    Context.System.Scheduler.ScheduleTellOnce(
                        TimeSpan.FromMilliseconds(question.Delay), Sender, question.Delay, Self);
                    break;
                case AskKind.WrongType:
                    Sender.Tell("not a number");
                    break;
                case AskKind.Failure:
                    Sender.Tell(new Status.Failure(new NotSupportedException()));
                    break;
            }
        }
    }
}
