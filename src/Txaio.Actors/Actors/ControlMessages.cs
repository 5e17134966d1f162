using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Routing;

namespace Txaio.Actors;

/// <summary>The messages by which Akka controls actors.</summary>
internal static class ControlMessages
{
    /// <summary>
    /// Whether <paramref name="message"/> controls the actor that it is told to, or is told on by it. An actor of
    /// this process must not send one because another node asked for it: the receiver takes it as this process's own.
    /// </summary>
    public static bool IsControl(object message)
    {
        // The receivers unwrap these, and take the contents as if those had come alone.
        while (message is not (ActorSelectionMessage or IScheduledTellMsg))
        {
            if (message is RouterEnvelope routed)
                message = routed.Message;
            else if (message is IWrappedMessage wrapped)
                message = wrapped.Message;
            else
                break;
        }

        return message is IAutoReceivedMessage or IPossiblyHarmful or ISystemMessage or ActorSelectionMessage
            or IScheduledTellMsg;
    }

    /// <summary>Whether <paramref name="message"/> ends an actor, also as what a scheduler tells.</summary>
    public static bool IsEnd(object message)
    {
        while (message is IScheduledTellMsg scheduled)
            message = scheduled.Message;
        return message is PoisonPill or Kill;
    }
}
