using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// Tells messages without making a thread of the library wait. Most targets take a message at once. Others may block
/// the telling thread: a full bounded mailbox until it has room, a calling-thread dispatcher while the actor runs, a
/// foreign ref for any time. Messages for such a target are queued for that target. A dispatcher's thread tells them in
/// order, so neither a loop, nor the scheduler, nor another target's message waits for them.
/// </summary>
internal sealed class Deliveries(Func<MessageDispatcher> dispatcher, FailureReporter failures)
{
    // How many messages a run tells before it yields the dispatcher: other threads may add as fast as it tells.
    private const int PerTurn = 256;

    // Guards the table and the queues in it. Any thread adds; the delivering thread takes.
    private readonly Lock _gate = new();

    // By reference: hashing a promise by value would make its name.
    private readonly Dictionary<ICanTell, Delivery> _begun = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Whether a <c>Tell</c> to <paramref name="target"/> surely does not wait for room. On a dispatcher that runs
    /// actors on the calling thread it may still run the actor, as any <c>Tell</c> of a user's does.
    /// </summary>
    public static bool TakesWithoutWaiting(ICanTell target) => target switch
    {
        ActorRefWithCell { Underlying: ActorCell { Mailbox.MessageQueue: var queue } cell } =>
            queue is UnboundedMessageQueue or UnboundedDequeMessageQueue && cell.GetType() == typeof(ActorCell),
        // An actor that has not started yet queues its messages.
        ActorRefWithCell { Underlying: not ActorCell } => true,
        // The promise of an Ask of Akka's.
        MinimalActorRef minimal => minimal is not DeadLetterActorRef && IsOfAkka(minimal),
        // An actor of another node: the message goes to the actor that writes to that node.
        IActorRefScope { IsLocal: false } => true,
        _ => false,
    };

    /// <summary>Whether a <c>Tell</c> to <paramref name="target"/> surely returns at once, and runs nothing.</summary>
    public static bool TakesAtOnce(ICanTell target) =>
        TakesWithoutWaiting(target)
        && (target is not ActorRefWithCell { Underlying: ActorCell cell } || IsOfAkka(cell.Dispatcher));

    /// <summary>
    /// Makes the message that tells an actor of a failure; an actor of another node may be told less.
    /// </summary>
    public Func<ICanTell, Exception, Status.Failure> FailureFor { get; init; } =
        static (_, cause) => new Status.Failure(cause);

    /// <summary>Tells now if the target takes the message without waiting, else on the dispatcher.</summary>
    /// <param name="loop">The name of the loop, for reports.</param>
    /// <param name="target">The target.</param>
    /// <param name="tell">Tells it.</param>
    public void Tell(string? loop, ICanTell target, Action tell)
    {
        if (TakesWithoutWaiting(target))
            tell();
        else
            TellLater(loop, target, tell);
    }

    /// <summary>Tells on the dispatcher, behind the messages that wait for that target.</summary>
    public void TellLater(string? loop, ICanTell target, Action tell)
    {
        if (Add(loop, target, tell) is { } begun)
            Begin(begun, mayRunActors: false);
    }

    /// <summary>Puts a message into the queue of its target.</summary>
    /// <param name="loop">The name of the loop, for reports.</param>
    /// <param name="target">The target.</param>
    /// <param name="tell">Tells it.</param>
    /// <param name="origin">What it is, for reports; null for a text of ours.</param>
    /// <returns>The delivery that the caller has to begin outside its locks; null when it has begun already.</returns>
    public Delivery? Add(string? loop, ICanTell target, Action tell, Func<string>? origin = null)
    {
        lock (_gate)
        {
            if (_begun.TryGetValue(target, out var delivery))
            {
                delivery.Waiting.Enqueue(new Message(loop, tell, origin));
                return null;
            }

            delivery = new Delivery(this, target);
            delivery.Waiting.Enqueue(new Message(loop, tell, origin));
            _begun.Add(target, delivery);
            return delivery;
        }
    }

    /// <summary>Begins to deliver: on this thread if the target returns at once, else on the dispatcher.</summary>
    /// <param name="delivery">What <see cref="Add"/> gave.</param>
    /// <param name="mayRunActors">Whether an actor on a calling-thread dispatcher may run here.</param>
    public void Begin(Delivery delivery, bool mayRunActors)
    {
        if (mayRunActors ? TakesWithoutWaiting(delivery.Target) : TakesAtOnce(delivery.Target))
            Deliver(delivery);
        else
            dispatcher().Schedule(delivery);
    }

    /// <summary>Tells the messages that wait for the target of <paramref name="delivery"/>.</summary>
    public void Deliver(Delivery delivery)
    {
        for (var told = 0; told < PerTurn; told++)
        {
            if (!TryTakeNext(delivery, out var message))
                return;
            try
            {
                message.Tell();
            }
            catch (Exception e)
            {
                var origin = message.Origin?.Invoke() ?? $"a message to {ObjectText.Of(delivery.Target)}";
                failures.Report(message.Loop, origin, e);
            }
        }

        dispatcher().Schedule(delivery);
    }

    private static bool IsOfAkka(object part) => part.GetType().Assembly == typeof(ActorCell).Assembly;

    private bool TryTakeNext(Delivery delivery, out Message message)
    {
        lock (_gate)
        {
            if (delivery.Waiting.TryDequeue(out message))
                return true;
            _begun.Remove(delivery.Target);
            return false;
        }
    }

    /// <summary>A message on its way.</summary>
    /// <param name="Loop">The name of its loop; null when none took part.</param>
    /// <param name="Tell">Tells it.</param>
    /// <param name="Origin">What it is, for reports.</param>
    public readonly record struct Message(string? Loop, Action Tell, Func<string>? Origin);
}

/// <summary>The messages that wait for one target.</summary>
internal sealed class Delivery(Deliveries deliveries, ICanTell target) : IRunnable
{
    public ICanTell Target => target;

    /// <summary>The messages, in order. Guarded by the deliveries' lock.</summary>
    public Queue<Deliveries.Message> Waiting { get; } = new();

    public void Run() => deliveries.Deliver(this);

    public void Execute() => Run();
}
