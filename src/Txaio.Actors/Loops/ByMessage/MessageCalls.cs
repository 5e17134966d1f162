using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Loops.ByMessage;

/// <summary>
/// The calls of one loop or batched timer that were scheduled by message. Their ids are random, so that a sender cannot
/// guess the id of another sender's call.
/// </summary>
/// <param name="schedule">Schedules a call at the loop or timer.</param>
/// <param name="tell">
/// Tells an actor a message; the calling thread does not wait for room in the actor's mailbox.
/// </param>
/// <param name="tellDue">
/// Tells an actor a message that is due; the calling thread does not wait. Reports an exception of the actor's ref,
/// with the description.
/// </param>
/// <param name="bounds">Returns the bounds on calls of other nodes; called when another node schedules one.</param>
/// <param name="failureFor">Makes the message that tells an actor of a failure.</param>
/// <param name="telemetry">Records activities of the loop or timer; null for one that is not measured.</param>
internal sealed class MessageCalls(
    Func<TimeSpan, CallInvoker, object, object?, DelayedCall> schedule,
    Action<IActorRef, Action> tell,
    Action<IActorRef, Action, Func<string>> tellDue,
    Func<RemoteBounds> bounds,
    Func<ICanTell, Exception, Status.Failure> failureFor,
    TimerTelemetry? telemetry = null)
{
    // The sender of a call that is due so soon is not watched: the watch would cost more than the call.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    // The actor of the loop or timer adds and cancels; the thread that tells the message removes. The thread that
    // removes a call releases its reservation: removal succeeds once, so the reservation is released once.
    private readonly ConcurrentDictionary<long, Entry> _calls = new();

    /// <summary>How many calls have neither been told nor cancelled.</summary>
    public int Count => _calls.Count;

    private RemoteBounds Bounds => bounds();

    /// <summary>Schedules the call, and tells the sender its id.</summary>
    public void Schedule(CallLater call, IActorRef sender, IActorRef self)
    {
        using var handling = Trace(call.Origin, ActivityNames.CallLater, ActivityKind.Server);
        var origin = handling.Activity is { } activity ? TraceOrigin.Of(activity) : call.Origin;
        var entry = new Entry(this, NewId(), call, sender, origin);
        if (entry.Check() is { } forbidden)
        {
            Refuse(forbidden, handling, sender, self);
            return;
        }

        if (entry.TryReserve() is { } refusal)
        {
            Refuse(refusal, handling, sender, self);
            return;
        }

        // Added before it can fire, so that the firing thread finds it.
        _calls[entry.Id] = entry;
        try
        {
            entry.Scheduled(schedule(call.Delay, Invoker.Instance, entry, call.Message));
        }
        catch (Exception e)
        {
            TryRemove(entry);
            Refuse(e, handling, sender, self);
            return;
        }

        try
        {
            Reply(sender, new CallScheduled(entry.Id), self);
        }
        finally
        {
            if (entry.TryEndReply())
                tellDue(entry.Target, entry.Tell, entry.Describe);
        }
    }

    /// <summary>Cancels a call, and tells the sender whether it was pending.</summary>
    public void Cancel(CancelCall cancel, IActorRef sender, IActorRef self)
    {
        using var handling = Trace(cancel.Origin, ActivityNames.CancelCall, ActivityKind.Server);
        var found = _calls.TryGetValue(cancel.Id, out var call) && TryRemove(call) && call.Call.Cancel();
        Reply(sender, new CallCancelled(cancel.Id, found), self);
    }

    private bool TryRemove(Entry entry)
    {
        if (!_calls.TryRemove(KeyValuePair.Create(entry.Id, entry)))
            return false;
        entry.ReleaseReservation();
        return true;
    }

    private void Refuse(Exception cause, TracedWork handling, IActorRef sender, IActorRef self)
    {
        handling.Failed(cause);
        Reply(sender, failureFor(sender, cause), self);
    }

    // A message without a sender gets no reply: the reply would only become a dead letter.
    private void Reply(IActorRef sender, object reply, IActorRef self)
    {
        if (sender is not DeadLetterActorRef)
            tell(sender, () => sender.Tell(reply, self));
    }

    private TracedWork Trace(TraceOrigin origin, string name, ActivityKind kind) =>
        telemetry is null ? default : origin.Start(telemetry.Loop, name, kind, telemetry.Tags);

    private long NewId()
    {
        Span<long> id = stackalloc long[1];
        do
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(id));
        }
        while (_calls.ContainsKey(id[0]));

        return id[0];
    }

    /// <summary>A call, and its reservation within the bounds of the node that scheduled it.</summary>
    private sealed class Entry(MessageCalls calls, long id, CallLater message, IActorRef sender, TraceOrigin origin)
        : IHeldForNode, IDroppedCall
    {
        private readonly IActorRef _target = message.Target;
        private readonly bool _isSoon = message.Delay <= Soon && message.Delay != Timeout.InfiniteTimeSpan;
        private readonly Address? _node = message.Node.Or(sender);
        private readonly int _size =
            message.Node.Or(sender) is null ? 0 : message.Size.Or(calls.Bounds.LargestFrame);
        private IActorRef? _guard;

        // Replying until the actor of the loop or timer has told the reply, then Told. The firing thread changes
        // Replying to Due; then the actor tells the call's message, after the reply. In Told, the firing thread tells
        // it.
        private int _stage;

        public long Id => id;

        public IActorRef Target => _target;

        /// <summary>
        /// The call's handle. The scheduling thread sets it; the actor of the loop or timer reads it, or the thread
        /// that learns of the sender's end.
        /// </summary>
        public DelayedCall Call { get; private set; }

        /// <summary>
        /// Refuses a call without a target or message, which a serializer can make from the type's name alone. Refuses
        /// messages by which Akka controls actors: this process would tell them, and the target would obey them.
        /// </summary>
        public ArgumentException? Check()
        {
            if (message is { Target: null } or { Message: null })
                return new ArgumentException("CallLater has no target or no message; it needs both.");
            return _node is not null && (ControlMessages.IsControl(Content) || IsOfServiceToGuarded)
                ? new ArgumentException(
                    $"CallLater of another node has a {Content!.GetType().Name}: only this process may schedule " +
                    "messages by which Akka controls actors.")
                : null;
        }

        // The target of a Resolve takes the value as its own, and PipeTo may tell the value to an actor.
        private object? Content => message.Message is Resolve resolve ? resolve.Value : message.Message;

        // The guarded ref would take it from this process.
        private bool IsOfServiceToGuarded =>
            Content is { } content && ControlMessages.IsOfService(content) && GuardedRef.IsGuarded(_target);

        public RemoteBoundException? TryReserve() => _node is null ? null : calls.Bounds.ReserveCall(_node, _size);

        public void ReleaseReservation()
        {
            if (_node is null)
                return;
            calls.Bounds.ReleaseCall(_node, _size);
            // The fence between the removal from the table and this read; see Scheduled.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _guard) is { } guard)
                calls.Bounds.Held.Remove(this, guard);
        }

        public void Scheduled(DelayedCall call)
        {
            Call = call;
            if (_node is null || _isSoon || !calls.Bounds.CallsEndWithSender)
                return;
            var guard = calls.Bounds.Held.GuardOf(_node, sender);
            // This thread writes the guard, passes a fence, and looks into the table. The thread that tells or cancels the
            // message takes the entry out of the table, passes a fence, and reads the guard. So at least one of the two
            // threads ends the guard.
            Interlocked.Exchange(ref _guard, guard);
            calls.Bounds.Held.Add(this, guard);
            if (!calls._calls.ContainsKey(id))
                calls.Bounds.Held.Remove(this, guard);
        }

        public void Ended()
        {
            if (calls.TryRemove(this))
                Call.Cancel();
        }

        public void Dropped() => calls.TryRemove(this);

        /// <summary>The reply is told.</summary>
        /// <returns>Whether the call was due before, and the caller has to tell its message.</returns>
        public bool TryEndReply() => Interlocked.Exchange(ref _stage, Stage.Told) == Stage.Due;

        /// <summary>
        /// The call is due. An actor that schedules a message to itself gets the id first, however late the reply is.
        /// </summary>
        public void Fire()
        {
            if (Interlocked.CompareExchange(ref _stage, Stage.Due, Stage.Replying) != Stage.Replying)
                Tell();
        }

        public void Tell()
        {
            calls.TryRemove(this);
            using var telling = calls.Trace(origin, ActivityNames.DelayedMessage, ActivityKind.Consumer);
            // A promise that the message completes is kept for the node that scheduled it.
            new KeptOutcome(_node, new WireSize(_size)).Tell(_target, message.Message, sender);
        }

        public string Describe() => $"delayed message {Invoker.Instance.Describe(this, message.Message)}";

        private static class Stage
        {
            public const int Replying = 0;
            public const int Told = 1;
            public const int Due = 2;
        }
    }

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override IActorRef TargetOf(object callback) => ((Entry)callback).Target;

        public override void Invoke(object callback, object? state) => ((Entry)callback).Fire();

        public override string Describe(object callback, object? state) =>
            $"{state?.GetType().Name} to {ObjectText.Of(((Entry)callback).Target)}";
    }
}
