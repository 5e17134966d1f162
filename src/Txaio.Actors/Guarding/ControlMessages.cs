using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Routing;

namespace Txaio.Actors.Guarding;

/// <summary>The messages by which Akka controls actors.</summary>
internal static class ControlMessages
{
    // A message may be an envelope of itself.
    private const int MostEnvelopes = 4;

    /// <summary>
    /// Whether <paramref name="message"/> controls the actor that it is told to, or is told on by it. An actor of
    /// this process must not send one because another node asked for it: the receiver takes it as this process's own.
    /// </summary>
    /// <remarks>One in more than four envelopes counts as such a message.</remarks>
    public static bool IsControl(object? message)
    {
        var inner = message;
        // The receivers unwrap these, and take the contents as if those had come alone.
        for (var depth = 0; depth <= MostEnvelopes; depth++)
        {
            if (inner is IAutoReceivedMessage or IPossiblyHarmful or ISystemMessage or ActorSelectionMessage
                or IScheduledTellMsg)
            {
                return true;
            }

            if (inner is RouterEnvelope routed)
                inner = routed.Message;
            else if (inner is IWrappedMessage wrapped)
                inner = wrapped.Message;
            else
                return false;
        }

        return true;
    }

    /// <summary>Whether <paramref name="message"/> ends an actor, also as what a scheduler tells.</summary>
    /// <remarks>One in more than four envelopes counts as such a message.</remarks>
    public static bool IsEnd(object message)
    {
        var inner = message;
        for (var depth = 0; depth < MostEnvelopes && inner is IScheduledTellMsg scheduled; depth++)
            inner = scheduled.Message;
        return inner is PoisonPill or Kill or IScheduledTellMsg;
    }
}
