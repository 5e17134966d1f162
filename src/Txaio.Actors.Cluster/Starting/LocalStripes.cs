using Akka.Actor;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>The stripes of a timer on a node without a cluster: the parent of their supervisors.</summary>
/// <param name="timer">The timer's name.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="stripeProps">The props of a stripe.</param>
internal sealed class LocalStripes(string timer, int stripes, Func<int, Props> stripeProps) : SignedActor
{
    private readonly IActorRef[] _stripes = new IActorRef[stripes];

    protected override void PreStart()
    {
        for (var i = 0; i < stripes; i++)
        {
            var stripe = i;
            var props = Props.Create(() => new StripeSupervisor(timer, stripe, stripeProps(stripe)))
                .WithDispatcher(Context.Props.Dispatcher);
            _stripes[stripe] = GuardedRef.Attach(Self, props, $"{stripe}");
        }
    }

    protected override void OnReceive(object message)
    {
        if (message is IStripeMessage { Stripe: var stripe } && stripe >= 0 && stripe < stripes)
            _stripes[stripe].Forward(message);
        else
            Unhandled(message);
    }
}
