using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Makes the actor of one Props from a delegate: Props from an expression cost 170 us to compile each time. A restarted
/// actor is the same instance and keeps its state.
/// </summary>
internal sealed class ActorProducer<TActor>(Func<TActor> produce) : IIndirectActorProducer
    where TActor : ActorBase
{
    private TActor? _actor;

    public Type ActorType => typeof(TActor);

    /// <summary>Props of an actor that <paramref name="produce"/> makes.</summary>
    public static Props Props(Func<TActor> produce) => Akka.Actor.Props.CreateBy(new ActorProducer<TActor>(produce));

    public ActorBase Produce() => _actor ??= produce();

    public void Release(ActorBase actor)
    {
    }
}
