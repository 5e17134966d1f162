using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// <c>/system/txaio/timers</c>: the parent of the batched timers' actors. <see cref="Buckets.TimerHost"/> attaches
/// them.
/// </summary>
internal sealed class TimersActor : OwnActor
{
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    protected override void Handle(object message) => Unhandled(message);
}
