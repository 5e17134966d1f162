using Akka.Actor;

namespace Txaio.Actors.Soak.Systems;

/// <summary>Makes actors by a function. Props of an expression are compiled each time.</summary>
internal sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
{
    /// <inheritdoc/>
    public Type ActorType => typeof(ActorBase);

    /// <summary>The props of an actor.</summary>
    public static Props Props(Func<ActorBase> make) => Akka.Actor.Props.CreateBy(new Producer(make));

    /// <inheritdoc/>
    public ActorBase Produce() => make();

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
