using Akka.Actor;
using Akka.Actor.Scheduler;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// The envelope of a scheduled message. Actor cells take the message out. As with Akka's scheduler, it exempts
/// scheduled messages from <c>serialize-messages</c>.
/// </summary>
internal static class ScheduledMessage
{
    /// <summary>Wraps a message for an actor with a cell. Other refs would hand the envelope to user code.</summary>
    public static object Wrap(ICanTell receiver, object message) => (receiver, message) switch
    {
        (not ActorRefWithCell, _) => message,
        (_, INotInfluenceReceiveTimeout) => new Quiet(message),
        _ => new Plain(message),
    };

    private sealed record Plain(object Message) : IScheduledTellMsg;

    private sealed record Quiet(object Message) : IScheduledTellMsg, INotInfluenceReceiveTimeout;
}
