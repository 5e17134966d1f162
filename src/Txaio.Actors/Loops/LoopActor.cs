using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>The actor of a loop: wakes, runs a turn, tells itself to go on while there is more.</summary>
internal sealed class LoopActor(EventLoop loop) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Wake:
                if (loop.RunTurn())
                    Self.Tell(Wake.Instance, ActorRefs.NoSender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>The loop's state is not the actor's, so a restart, which only a bug can cause, keeps it.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <summary>The message it failed on may have been the one that was to go on.</summary>
    protected override void PostRestart(Exception reason) => Self.Tell(Wake.Instance, ActorRefs.NoSender);

    protected override void PostStop() => loop.Close();

    /// <summary>There are callbacks in the run queue.</summary>
    internal sealed class Wake : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Wake Instance = new();
    }
}
