using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Routing;

namespace Txaio.Actors.Guarding;

/// <summary>The messages by which Akka controls actors.</summary>
internal static class ControlMessages
{
    // The bound on envelopes within each other: an envelope may contain itself.
    private const int MostEnvelopes = 4;

    /// <summary>
    /// Whether <paramref name="message"/> controls its receiver, or makes the receiver tell a message. An actor of
    /// this process must not tell such a message for another node: the receiver would trust it as local.
    /// </summary>
    /// <remarks>A message in more than four envelopes counts as a control message.</remarks>
    public static bool IsControl(object? message)
    {
        var inner = message;
        // Receivers unwrap envelopes and handle their contents.
        for (var depth = 0; depth <= MostEnvelopes; depth++)
        {
            if (inner is IAutoReceivedMessage or IPossiblyHarmful or ISystemMessage or ActorSelectionMessage
                or IScheduledTellMsg || (inner is not null && IsTimer(inner)))
            {
                return true;
            }

            if (inner is RouterEnvelope routed)
                inner = routed.Message;
            else if (inner is not IWrappedMessage envelope)
                return false;
            else if (!TryOpen(envelope, out inner))
                return true;
        }

        return true;
    }

    /// <summary>
    /// Whether <paramref name="type"/> is the message by which <c>ActorSystem.Stop</c> asks a guardian to stop a child.
    /// The type is internal in Akka.
    /// </summary>
    public static bool IsStopChild(Type type) => type.Name == "StopChild";

    /// <summary>
    /// Whether a message is one of the timers of an actor (<c>IWithTimers</c>). Akka handles it in place of the actor.
    /// The types are internal in Akka.
    /// </summary>
    public static bool IsTimer(object message) =>
        message is INoSerializationVerificationNeeded
        && message.GetType().DeclaringType?.FullName == "Akka.Actor.Scheduler.TimerScheduler";

    /// <summary>
    /// Whether a store, the cluster or the replicator of Akka tells such messages. Their types are compared by
    /// namespace, because the core does not reference these packages.
    /// </summary>
    public static bool IsOfService(object message) =>
        message.GetType().Namespace is "Akka.Persistence" or "Akka.Cluster" or "Akka.DistributedData";

    /// <summary>
    /// The message that a cell handles when it gets <paramref name="message"/>: a cell unwraps a scheduler's envelopes.
    /// </summary>
    /// <returns>
    /// Null for an envelope that is empty or cannot be opened, and for more than four envelopes within each other.
    /// </returns>
    public static object? Unwrap(object message)
    {
        object? inner = message;
        for (var depth = 0; depth < MostEnvelopes && inner is IScheduledTellMsg scheduled; depth++)
        {
            if (!TryOpen(scheduled, out inner))
                return null;
        }

        return inner is IScheduledTellMsg ? null : inner;
    }

    // The property is code of the envelope's type, which may throw when a serializer has left parts of it null.
    private static bool TryOpen(IWrappedMessage envelope, out object? content)
    {
        try
        {
            content = envelope.Message;
            return true;
        }
        catch (Exception)
        {
            content = null;
            return false;
        }
    }
}
