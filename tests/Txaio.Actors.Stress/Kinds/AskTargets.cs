using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>Whom the Asks ask.</summary>
/// <param name="Live">Replies as it is asked to.</param>
/// <param name="Dead">Has stopped.</param>
/// <param name="System">Where more are started.</param>
internal sealed record AskTargets(IActorRef Live, IActorRef Dead, ActorSystem System)
{
    /// <summary>Starts them.</summary>
    public static AskTargets In(ActorSystem system)
    {
        var dead = Start(system);
        dead.GracefulStop(TimeSpan.FromSeconds(20)).Wait();
        return new AskTargets(Start(system), dead, system);
    }

    /// <summary>A target that is stopping: some messages reach it, and it replies to no message.</summary>
    public IActorRef Dying()
    {
        var actor = Start(System);
        actor.Tell(PoisonPill.Instance);
        return actor;
    }

    private static IActorRef Start(ActorSystem system) => system.ActorOf(Props.Create<Target>());

    /// <summary>How a question is to be answered.</summary>
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
