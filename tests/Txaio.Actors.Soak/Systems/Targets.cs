using Akka.Actor;

namespace Txaio.Actors.Soak.Systems;

/// <summary>Actors that calls tell, ask and are piped to.</summary>
internal sealed class Targets
{
    private Targets(ActorSystem system)
    {
        Echo = system.ActorOf(Props.Create<EchoActor>());
        Silent = system.ActorOf(Props.Create<SilentActor>());
        Failing = system.ActorOf(Props.Create<FailingActor>());
        Sink = system.ActorOf(Props.Create<SinkActor>());
        Dead = system.ActorOf(Props.Create<SilentActor>());
    }

    /// <summary>Replies with the message.</summary>
    public IActorRef Echo { get; }

    /// <summary>Never replies.</summary>
    public IActorRef Silent { get; }

    /// <summary>Replies to each <see cref="Call"/> with its injected failure.</summary>
    public IActorRef Failing { get; }

    /// <summary>Ends each <see cref="Call"/> that it is told.</summary>
    public IActorRef Sink { get; }

    /// <summary>Has stopped.</summary>
    public IActorRef Dead { get; }

    /// <summary>Starts the actors of a system, and stops the dead one.</summary>
    public static Targets In(ActorSystem system)
    {
        var targets = new Targets(system);
        if (!targets.Dead.GracefulStop(Wait.Bound).Wait(Wait.Bound))
            throw new TimeoutException("An actor has not stopped.");
        return targets;
    }

    private sealed class EchoActor : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class SilentActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class FailingActor : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Sender.Tell(new Status.Failure(new InjectedException((Call)message)));
    }

    private sealed class SinkActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Call call:
                    call.Done();
                    break;
                case Status.Failure { Cause: InjectedException injected }:
                    injected.Call.End(injected);
                    break;
            }
        }
    }
}
