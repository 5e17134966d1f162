using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.ForActors;

/// <summary>Makes the timers of actors.</summary>
internal static class ActorClocks
{
    // The current timers of each actor. When a new instance of the actor makes timers, the messages that the old
    // instance has started while it stopped are cancelled. The actors' threads read and write the table.
    private static readonly ConditionalWeakTable<IActorRef, ActorTimers> Current = [];

    /// <summary>Makes timers that tell messages by a loop.</summary>
    public static ActorTimers On(EventLoop loop, IWithTimers actor) => For(actor, new LoopClock(loop));

    /// <summary>Makes timers that tell messages by a batched timer.</summary>
    public static ActorTimers On(IBatchedTimer timer, IWithTimers actor) => For(actor, new BatchedClock(timer));

    private static ActorTimers For(IWithTimers actor, IActorClock clock)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor is not ActorBase || ActorCell.GetCurrentSelfOrNoSender() is not { } self || self.IsNobody())
        {
            throw new InvalidOperationException(
                $"MakeActorTimers({actor.GetType().Name}) has to be called by that actor, while it is made or handles " +
                "a message.");
        }

        if (Current.TryGetValue(self, out var old))
            old.End();
        if (!ReferenceEquals(actor.Timers, old))
            actor.Timers?.CancelAll();
        var timers = new ActorTimers(self, clock);
        Current.AddOrUpdate(self, timers);
        actor.Timers = timers;
        return timers;
    }

    private sealed class LoopClock(EventLoop loop) : IActorClock
    {
        public long Now => loop.Now;

        public DelayedCall Tell(TimeSpan delay, IActorRef target, object message, IActorRef? sender, bool again)
        {
            var (invoker, callback) = TellInvoker.For(target, message, sender);
            return again
                ? loop.CallAgain(delay, invoker, callback, message, null)
                : loop.CallLater(delay, invoker, callback, message, null);
        }
    }

    private sealed class BatchedClock(IBatchedTimer timer) : IActorClock
    {
        public long Now => timer.Now;

        public DelayedCall Tell(TimeSpan delay, IActorRef target, object message, IActorRef? sender, bool again)
        {
            var (invoker, callback) = TellInvoker.For(target, message, sender);
            return again
                ? timer.ScheduleAgain(delay, invoker, callback, message)
                : timer.Schedule(delay, invoker, callback, message);
        }
    }
}
