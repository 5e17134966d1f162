using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Gives the sink a thread of <c>akka.loggers-dispatcher</c> to write on. A system actor: it stops after the last user
/// actor and after the termination hooks, so that their events are written as well.
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

    /// <summary>Events wait. If it arrives after the actor has stopped, <c>PostStop</c> has written them.</summary>
    internal sealed class DrainMessage : OwnMessage, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly DrainMessage Instance = Sign(new DrainMessage());
    }
}
