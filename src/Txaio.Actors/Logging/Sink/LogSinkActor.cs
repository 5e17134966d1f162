using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Writes the sink's events on a thread of <c>akka.loggers-dispatcher</c>. The actor is a system actor, and stops
/// after the last user actor and the termination hooks. So the sink writes their events as well.
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
    /// Tells the actor that events wait. If the actor has stopped, no event is lost: <c>PostStop</c> wrote all.
    /// </summary>
    internal sealed class DrainMessage : OwnMessage, IDeadLetterSuppression
    {
        /// <summary>The message.</summary>
        public static readonly DrainMessage Instance = Sign(new DrainMessage());
    }
}
