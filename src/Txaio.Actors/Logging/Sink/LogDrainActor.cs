using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Waits until the loggers have written all published events, and stops. Akka itself would stop a logger while events
/// are in its mailbox. The termination hook makes Akka wait until this actor has stopped.
/// </summary>
/// <remarks>
/// Sends <see cref="Identify"/> to each actor directly below <c>/system</c>. Akka replies when the actor has handled
/// all earlier messages. Loggers are not selected: Akka does not expose the list of <c>akka.loggers</c>, and other
/// system actors may subscribe to log events. There are two rounds, because <c>DeadLetterListener</c> publishes events
/// until it replies in the first round.
/// </remarks>
/// <param name="timeout">The longest wait for all replies, on the scheduler's clock.</param>
/// <param name="report">Called for an actor that does not reply. Must not throw; any thread.</param>
internal sealed class LogDrainActor(TimeSpan timeout, Action<string, Exception?> report) : OwnActor, IWithTimers
{
    private const int Rounds = 2;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    // The actors that have not replied yet, by the id of the Identify message.
    private readonly Dictionary<int, IActorRef> _pending = [];
    private readonly ReplyRef _replies = new((IInternalActorRef)Context.Self);
    private int _lastId;
    private int _round;

    /// <summary>Set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartSingleTimer(TimeIsUp.Instance, TimeIsUp.Instance, timeout);
        Context.System.EventStream.Subscribe(_replies, typeof(AllDeadLetters));
        BeginRound();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(_replies);

    /// <summary>Starts the rounds again, because a restart cancels the timers.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _pending.Clear();
        PreStart();
    }

    protected override void Handle(object message)
    {
        switch (message)
        {
            case Reply reply:
                if (!reply.IsThere && _pending.TryGetValue(reply.Id, out var actor) && IsAlive(actor))
                    // The actor lives, so its bounded mailbox was full.
                    Timers.StartSingleTimer(
                        reply.Id, OwnMessage.Sign(new Retry(reply.Id, actor)), RetryInterval);
                else if (_pending.Remove(reply.Id) && _pending.Count == 0)
                    EndRound();
                break;
            case Retry retry:
                SendIdentify(retry.Id, retry.Actor);
                break;
            case TimeIsUp:
                foreach (var late in _pending.Values)
                    ReportLate(late);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsAlive(IActorRef actor) => actor is ActorRefWithCell { Underlying.IsTerminated: false };

    private void BeginRound()
    {
        _round++;
        foreach (var actor in ((ExtendedActorSystem)Context.System).Provider.SystemGuardian.Children)
        {
            _pending.Add(++_lastId, actor);
            SendIdentify(_lastId, actor);
        }
    }

    private void EndRound()
    {
        if (_round < Rounds)
            BeginRound();
        else
            Context.Stop(Self);
    }

    // On the thread pool: Tell blocks while a bounded mailbox is full, and runs the actor itself on some dispatchers.
    private void SendIdentify(int id, IActorRef actor) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            try
            {
                actor.Tell(new IdentifyEnvelope(id), _replies);
            }
            catch (Exception error)
            {
                report($"{actor.Path} could not be asked whether it has written its events", error);
                _replies.Pass(id, isThere: true);
            }
        },
        null);

    private void ReportLate(IActorRef actor)
    {
        var waiting = (actor as ActorRefWithCell)?.Underlying.NumberOfMessages;
        report(
            $"{actor.Path} still works after {timeout.TotalSeconds:0.###} s, {waiting} messages wait for it: the " +
            "actor system ends without it (txaio.shutdown-timeout). Log events among them are not written",
            null);
    }

    // Akka has no serializer for Identify, which akka.actor.serialize-messages would need. It does not serialize the
    // contents of a scheduled message's envelope.
    private sealed class IdentifyEnvelope(int id) : IScheduledTellMsg, IDeadLetterSuppression
    {
        public int Id => id;

        public object Message { get; } = new Identify(id);
    }

    private sealed class Reply(int id, bool isThere) : OwnMessage, IDeadLetterSuppression
    {
        public int Id => id;

        public bool IsThere => isThere;
    }

    /// <summary>
    /// Receives the replies of actors, and dead letters for actors that have stopped. Not an actor, so that the replies
    /// are not serialized.
    /// </summary>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path.
    private sealed class ReplyRef(IInternalActorRef drain) : MinimalActorRef
#pragma warning restore MA0097
    {
        public override ActorPath Path { get; } = drain.Path / "replies";

        public override IActorRefProvider Provider => drain.Provider;

        public void Pass(int id, bool isThere) =>
            drain.Tell(OwnMessage.Sign(new Reply(id, isThere)), ActorRefs.NoSender);

        protected override void TellInternal(object message, IActorRef sender)
        {
            switch (message)
            {
                case ActorIdentity { MessageId: int id } reply:
                    Pass(id, isThere: !reply.Subject.IsNobody());
                    break;
                case AllDeadLetters { Message: IdentifyEnvelope envelope } letter when letter.Sender.Equals(this):
                    Pass(envelope.Id, isThere: false);
                    break;
            }
        }
    }

    private sealed class Retry(int id, IActorRef actor) : OwnMessage, IDeadLetterSuppression
    {
        public int Id => id;

        public IActorRef Actor => actor;
    }

    private sealed class TimeIsUp : OwnMessage, IDeadLetterSuppression
    {
        public static readonly TimeIsUp Instance = Sign(new TimeIsUp());
    }
}
