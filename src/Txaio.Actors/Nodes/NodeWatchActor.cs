using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Watches the actors and nodes that something is held for. Looks once a second which ones: each watch, and its end, is
/// a system message, which Akka keeps until the other node has confirmed it, and after 20,000 of them Akka quarantines
/// the node. Work that comes and goes within a second costs none. Lives while something is held.
/// </summary>
/// <param name="held">What is held.</param>
/// <param name="token">What <see cref="HeldForNodes"/> knows this actor by.</param>
internal sealed class NodeWatchActor(HeldForNodes held, object token) : OwnActor
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly HashSet<IActorRef> _watched = [];
    private ICancelable? _next;

    protected override void PreStart() => ScheduleLook();

    /// <remarks>The failure may have come before the next look was scheduled.</remarks>
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
        // First: a failure below must not be the end of the looks.
        ScheduleLook();
        if (held.Compare(token, _watched) is not var (begin, end))
        {
            // Ends its watches, too.
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
        _next = Context.System.Scheduler.ScheduleTellOnceCancelable(
            LookEvery, Self, Look.Instance, ActorRefs.NoSender);
    }

    private sealed class Look : OwnMessage, IDeadLetterSuppression
    {
        public static readonly Look Instance = Sign(new Look());
    }
}
