using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// <c>/system/txaio/timers</c>: the parent of the batched timers' actors. <see cref="TimerHost"/> attaches
/// them.
/// </summary>
/// <param name="host">The timers.</param>
internal sealed class TimersActor(TimerHost host) : OwnActor
{
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    protected override void Handle(object message) => Unhandled(message);

    // The actors of timers have stopped before this actor, and have closed their timers. The timers that are left have
    // no actor, because no call is due soon. The library's own timers have no loop, and go on.
    protected override void PostStop()
    {
        foreach (var timer in host.Timers.Where(static timer => timer.Loop is not null).ToList())
            BatchedTimerActor.CloseStopped(timer, Context.GetLogger());
    }
}
