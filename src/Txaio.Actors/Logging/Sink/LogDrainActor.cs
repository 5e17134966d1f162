using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// Waits until the loggers have written what was published, and stops. Akka stops a logger with events still in its
/// mailbox; the termination hook holds Akka up for as long as this actor lives.
/// </summary>
/// <remarks>
/// Every actor directly below <c>/system</c> is sent <see cref="Identify"/>, which it answers once it has handled the
/// messages before it. Not the loggers of <c>akka.loggers</c> alone: Akka keeps the list of them to itself, system
/// actors of the user's may subscribe to log events as well, and <c>DeadLetterListener</c> publishes them. For the
/// sake of the latter all are asked twice: its last events lie before the second question.
/// </remarks>
/// <param name="patience">How long the answers may take, on the scheduler's clock.</param>
/// <param name="report">Told about an actor that does not answer. Must not throw; any thread.</param>
internal sealed class LogDrainActor(TimeSpan patience, Action<string, Exception?> report) : OwnActor, IWithTimers
{
    private const int Rounds = 2;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    // The actors that have not answered yet, by the id of the question.
    private readonly Dictionary<int, IActorRef> _asked = [];
    private readonly AnswersRef _answers = new((IInternalActorRef)Context.Self);
    private int _lastId;
    private int _round;

    /// <summary>Set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartSingleTimer(OutOfTime.Instance, OutOfTime.Instance, patience);
        Context.System.EventStream.Subscribe(_answers, typeof(AllDeadLetters));
        BeginRound();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(_answers);

    /// <summary>A restart has ended the timers.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _asked.Clear();
        PreStart();
    }

    protected override void Handle(object message)
    {
        switch (message)
        {
            case Answer answer:
                if (!answer.IsThere && _asked.TryGetValue(answer.Id, out var actor) && IsAlive(actor))
                    // A bounded mailbox was full.
                    Timers.StartSingleTimer(
                        answer.Id, OwnMessage.Sign(new AskAgain(answer.Id, actor)), RetryInterval);
                else if (_asked.Remove(answer.Id) && _asked.Count == 0)
                    EndRound();
                break;
            case AskAgain again:
                Ask(again.Id, again.Actor);
                break;
            case OutOfTime:
                foreach (var late in _asked.Values)
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
            _asked.Add(++_lastId, actor);
            Ask(_lastId, actor);
        }
    }

    private void EndRound()
    {
        if (_round < Rounds)
            BeginRound();
        else
            Context.Stop(Self);
    }

    // On the thread pool: Tell waits where a bounded mailbox is full, and runs the actor itself on some dispatchers.
    private void Ask(int id, IActorRef actor) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            try
            {
                actor.Tell(new Question(id), _answers);
            }
            catch (Exception error)
            {
                report($"{actor.Path} could not be asked whether it has written its events", error);
                _answers.Give(id, isThere: true);
            }
        },
        null);

    private void ReportLate(IActorRef actor)
    {
        var waiting = (actor as ActorRefWithCell)?.Underlying.NumberOfMessages;
        report(
            $"{actor.Path} still works after {patience.TotalSeconds:0.###} s, {waiting} messages wait for it: the actor " +
            "system ends without it (txaio.shutdown-timeout). Log events among them are not written",
            null);
    }

    // Akka serializes what actors are told under akka.actor.serialize-messages, and has no binding for Identify. In an
    // envelope that it takes for a scheduled message it is told as it is.
    private sealed class Question(int id) : IScheduledTellMsg, IDeadLetterSuppression
    {
        public int Id => id;

        public object Message { get; } = new Identify(id);
    }

    private sealed class Answer(int id, bool isThere) : OwnMessage, IDeadLetterSuppression
    {
        public int Id => id;

        public bool IsThere => isThere;
    }

    /// <summary>Takes what the asked actors answer, or Akka for them: the answers are not serialized either.</summary>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path.
    private sealed class AnswersRef(IInternalActorRef drain) : MinimalActorRef
#pragma warning restore MA0097
    {
        public override ActorPath Path { get; } = drain.Path / "answers";

        public override IActorRefProvider Provider => drain.Provider;

        public void Give(int id, bool isThere) => drain.Tell(OwnMessage.Sign(new Answer(id, isThere)), ActorRefs.NoSender);

        protected override void TellInternal(object message, IActorRef sender)
        {
            switch (message)
            {
                case ActorIdentity { MessageId: int id } answer:
                    Give(id, isThere: !answer.Subject.IsNobody());
                    break;
                case AllDeadLetters { Message: Question question } letter when letter.Sender.Equals(this):
                    Give(question.Id, isThere: false);
                    break;
            }
        }
    }

    private sealed class AskAgain(int id, IActorRef actor) : OwnMessage, IDeadLetterSuppression
    {
        public int Id => id;

        public IActorRef Actor => actor;
    }

    private sealed class OutOfTime : OwnMessage, IDeadLetterSuppression
    {
        public static readonly OutOfTime Instance = Sign(new OutOfTime());
    }
}
