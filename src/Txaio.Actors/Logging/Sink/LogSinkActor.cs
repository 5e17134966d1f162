using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Writes the sink's events on a thread of <c>akka.loggers-dispatcher</c>. It is a system actor, so that it stops after
/// the last user actor and the termination hooks, and writes their events as well.
/// </summary>
internal sealed class LogSinkActor(LogSink sink) : OwnActor
{
    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        if (message is DrainMessage)
            sink.Drain();
        else
            Unhandled(message);
    }

    /// <inheritdoc/>
    protected override void PostStop() => sink.Close();

    /// <summary>
    /// Tells the actor that events wait. After the actor has stopped nothing is lost: <c>PostStop</c> has written them.
    /// </summary>
    internal sealed class DrainMessage : OwnMessage, IDeadLetterSuppression
    {
        /// <summary>The message.</summary>
        public static readonly DrainMessage Instance = Sign(new DrainMessage());
    }
}
