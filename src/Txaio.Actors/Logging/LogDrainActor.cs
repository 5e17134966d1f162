using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors;

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
internal sealed class LogDrainActor(TimeSpan patience, Action<string, Exception?> report) : UntypedActor, IWithTimers
{
    private const int Rounds = 2;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    // The actors that have not answered yet, by the id of the question.
    private readonly Dictionary<int, IActorRef> _asked = [];
    private readonly IActorRef _self = Context.Self;
    private int _lastId;
    private int _round;

    /// <summary>Set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartSingleTimer(OutOfTime.Instance, OutOfTime.Instance, patience);
        BeginRound();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity { MessageId: int id } answer:
                if (_asked.TryGetValue(id, out var actor) && answer.Subject.IsNobody() && IsAlive(actor))
                    // A bounded mailbox was full.
                    Timers.StartSingleTimer(id, new AskAgain(id, actor), RetryInterval);
                else if (_asked.Remove(id) && _asked.Count == 0)
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
                actor.Tell(new Identify(id), _self);
            }
            catch (Exception error)
            {
                report($"{actor.Path} could not be asked whether it has written its events", error);
                _self.Tell(new ActorIdentity(id, actor));
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

    private sealed record AskAgain(int Id, IActorRef Actor) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class OutOfTime : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly OutOfTime Instance = new();
    }
}
