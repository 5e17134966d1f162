using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Watches the guards of <see cref="HeldForNodes"/>, and stops when there are none. It compares once a second, so that
/// most requests need no watch (docs/adr/0012-guarding.md).
/// </summary>
/// <param name="held">The requests and their guards.</param>
/// <param name="token">Identifies this actor to <see cref="HeldForNodes"/>.</param>
/// <param name="scheduler">Schedules the comparisons.</param>
internal sealed class NodeWatchActor(HeldForNodes held, object token, IScheduler scheduler) : OwnActor
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly HashSet<IActorRef> _watched = [];
    private ICancelable? _next;

    protected override void PreStart() => ScheduleLook();

    /// <remarks>The exception may have come before the next comparison was scheduled.</remarks>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        ScheduleLook();
    }

    protected override void PostStop()
    {
        _next?.Cancel();
        held.Stopped(token);
    }

    protected override void Handle(object message)
    {
        switch (message)
        {
            case Look:
                LookAtHeld();
                break;
            case Terminated ended:
                _watched.Remove(ended.ActorRef);
                held.Ended(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void LookAtHeld()
    {
        // First: an exception below must not end the comparisons.
        ScheduleLook();
        if (held.Compare(token, _watched) is not var (begin, end))
        {
            // A stop ends the watches as well.
            Context.Stop(Self);
            return;
        }

        foreach (var guard in end)
        {
            Context.Unwatch(guard);
            _watched.Remove(guard);
        }

        foreach (var guard in begin)
        {
            Context.Watch(guard);
            _watched.Add(guard);
        }
    }

    private void ScheduleLook()
    {
        _next?.Cancel();
        _next = scheduler.ScheduleTellOnceCancelable(
            LookEvery, Self, Look.Instance, ActorRefs.NoSender);
    }

    private sealed class Look : OwnMessage, IDeadLetterSuppression
    {
        public static readonly Look Instance = Sign(new Look());
    }
}
