using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Guarding;

/// <summary>
/// Refuses internal messages that this process did not make: a serializer of another node can make any object.
/// </summary>
internal static class SignedMessages
{
    /// <summary>Whether an actor may handle a message. A message that it may not handle is reported.</summary>
    /// <param name="message">The message.</param>
    /// <param name="context">The actor that has received the message.</param>
    public static bool MayHandle(object message, IActorContext context)
    {
        if (message is not OwnMessage { IsOurs: false })
            return true;
        Refusals.Of(context.System).Report(message.GetType(), context.Self, context.Sender.Path.Address);
        return false;
    }
}
