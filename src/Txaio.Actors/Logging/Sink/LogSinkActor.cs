using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Gives the sink a thread to write on, <c>akka.loggers-dispatcher</c>'s. A system actor: it stops after the last user
/// actor and after the termination hooks, so that what those log is in the file.
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

    /// <summary>There are events to write. One that comes too late is no loss: the end writes them.</summary>
    internal sealed class DrainMessage : OwnMessage, IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly DrainMessage Instance = Sign(new DrainMessage());
    }
}
