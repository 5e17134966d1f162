using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// Tells messages and never makes a thread of the library wait. Most targets take a message at once. Others may block
/// the telling thread: a full bounded mailbox until it has room, a calling-thread dispatcher while the actor runs, a
/// foreign ref for any time. The messages for such a target wait in a queue of their own, and another thread
/// tells them in order. So no loop, no scheduler and no message for another target waits for such a target.
/// </summary>
/// <param name="schedule">Delivers on another thread, soon.</param>
/// <param name="report">Reports an exception of a target: the name of the loop, the message in words, the cause.</param>
internal sealed class Deliveries(Action<Delivery> schedule, Action<string?, string, Exception> report)
{
    // After so many messages, the delivering thread yields: other threads may add messages as fast as it tells them.
    private const int PerTurn = 256;

    // Guards the table and its queues. Any thread adds a message; the delivering thread takes one.
    private readonly object _gate = new();

    // Compared by reference: to hash a promise by value would give it a name.
    private readonly Dictionary<ICanTell, Delivery> _begun = new(ReferenceEqualityComparer.Instance);

    // The number of entries in the table. Written under the gate, read without it.
    private volatile int _count;

    /// <summary>
    /// Whether no message waits. While a message waits for a target, a later message for that target must wait behind
    /// it, even if the target takes messages at once by now.
    /// </summary>
    public bool IsIdle => _count == 0;

    /// <summary>
    /// Whether it is certain that a <c>Tell</c> to <paramref name="target"/> does not wait for room. The call may
    /// run the actor, if the target's dispatcher runs actors on the telling thread.
    /// </summary>
    public static bool TakesWithoutWaiting(ICanTell target) => target switch
    {
        ActorRefWithCell { Underlying: ActorCell { Mailbox.MessageQueue: var queue } cell } =>
            queue is UnboundedMessageQueue or UnboundedDequeMessageQueue && cell.GetType() == typeof(ActorCell),
        // An actor that has not started yet queues its messages.
        ActorRefWithCell { Underlying: not ActorCell } => true,
        // The ref that waits for the reply to an Ask of Akka. A ref to no actor publishes dead letters, and tells all that
        // have subscribed to them.
        MinimalActorRef minimal => minimal is not EmptyLocalActorRef && IsOfAkka(minimal),
        ActorSelection selection => ActorOf(selection) is { } actor && TakesWithoutWaiting(actor),
        // An actor of another node: the message goes to the actor that writes to that node.
        IActorRefScope { IsLocal: false } => true,
        _ => false,
    };

    /// <summary>
    /// Whether it is certain that a <c>Tell</c> to <paramref name="target"/> returns at once, and runs no actor.
    /// </summary>
    /// <remarks>
    /// An actor that starts moves its first messages into its mailbox under a lock. With a full bounded mailbox, the
    /// telling threads wait for that lock.
    /// </remarks>
    public static bool TakesAtOnce(ICanTell target) =>
        target is ActorSelection selection
            ? ActorOf(selection) is { } actor && TakesAtOnce(actor)
            : TakesWithoutWaiting(target)
                && target is not ActorRefWithCell { Underlying: UnstartedCell }
                && (target is not ActorRefWithCell { Underlying: ActorCell cell } || IsOfAkka(cell.Dispatcher));

    /// <summary>
    /// Makes the message that tells an actor of a failure. For an actor of another node it may have fewer details.
    /// </summary>
    public Func<ICanTell, Exception, Status.Failure> FailureFor { get; init; } =
        static (_, cause) => new Status.Failure(cause);

    /// <summary>Tells on the calling thread if the target does not make it wait, else on another thread.</summary>
    /// <param name="loop">The name of the loop, for reports.</param>
    /// <param name="target">The target.</param>
    /// <param name="tell">Tells the target the message.</param>
    public void Tell(string? loop, ICanTell target, Action tell)
    {
        if (TakesWithoutWaiting(target))
            tell();
        else
            TellLater(loop, target, tell);
    }

    /// <summary>
    /// Tells behind the messages that wait for the target: on the calling thread if the target returns at once, else on
    /// another thread.
    /// </summary>
    public void TellLater(string? loop, ICanTell target, Action tell)
    {
        if (Add(loop, target, tell) is { } begun)
            Begin(begun, mayRunActors: false);
    }

    /// <summary>
    /// Tells behind the messages that wait for the target: on the calling thread if the target does not make it wait,
    /// else on another thread. Reports an exception of the target.
    /// </summary>
    /// <param name="loop">The name of the loop, for reports.</param>
    /// <param name="target">The target.</param>
    /// <param name="tell">Tells the target the message.</param>
    /// <param name="origin">Describes the message in reports.</param>
    public void TellInOrder(string? loop, ICanTell target, Action tell, Func<string> origin)
    {
        if (Add(loop, target, tell, origin) is { } begun)
            Begin(begun, mayRunActors: true);
    }

    /// <summary>Puts a message into the queue of its target.</summary>
    /// <param name="loop">The name of the loop, for reports.</param>
    /// <param name="target">The target.</param>
    /// <param name="tell">Tells the target the message.</param>
    /// <param name="origin">Describes the message in reports; null for a description by its target.</param>
    /// <returns>
    /// The delivery that the caller has to begin once it holds no lock; null when another caller has begun it.
    /// </returns>
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
            _count = _begun.Count;
            return delivery;
        }
    }

    /// <summary>
    /// Begins to deliver: on the calling thread if the target returns at once, else on another thread.
    /// </summary>
    /// <param name="delivery">The delivery that <see cref="Add"/> returned.</param>
    /// <param name="mayRunActors">Whether an actor with a calling-thread dispatcher may run on this thread.</param>
    public void Begin(Delivery delivery, bool mayRunActors)
    {
        if (mayRunActors ? TakesWithoutWaiting(delivery.Target) : TakesAtOnce(delivery.Target))
            Deliver(delivery);
        else
            schedule(delivery);
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
                report(message.Loop, origin, e);
            }
        }

        schedule(delivery);
    }

    // The actor that the selection finds now; null for patterns, and for a place without an actor.
    private static ActorRefWithCell? ActorOf(ActorSelection selection)
    {
        if (selection.GetType() != typeof(ActorSelection) || selection.Anchor is not ActorRefWithCell found)
            return null;
        foreach (var element in selection.Path)
        {
            if (element is not SelectChildName child
                || found.GetSingleChild(child.Name) is not ActorRefWithCell next)
            {
                return null;
            }

            found = next;
        }

        return found;
    }

    private static bool IsOfAkka(object part) => part.GetType().Assembly == typeof(ActorCell).Assembly;

    private bool TryTakeNext(Delivery delivery, out Message message)
    {
        lock (_gate)
        {
            if (delivery.Waiting.TryDequeue(out message))
                return true;
            _begun.Remove(delivery.Target);
            _count = _begun.Count;
            return false;
        }
    }

    /// <summary>A message that waits.</summary>
    /// <param name="Loop">The name of the loop, for reports; null when none takes part.</param>
    /// <param name="Tell">Tells the target the message.</param>
    /// <param name="Origin">Describes the message in reports; null for a description by its target.</param>
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
