using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors;

/// <summary>
/// The calls that were scheduled by message, at one loop or batched timer, by their ids. Ids are random, so that
/// nobody cancels what is not theirs by counting.
/// </summary>
/// <param name="schedule">Schedules at the loop or timer.</param>
/// <param name="tell">Tells an actor what it asked for, without waiting for it.</param>
/// <param name="telemetry">The timer they wait in, for activities; null for one that is not measured.</param>
internal sealed class MessageCalls(
    Func<TimeSpan, CallInvoker, object, object?, DelayedCall> schedule,
    Action<IActorRef, Action> tell,
    TimerTelemetry? telemetry = null)
{
    // The owner's actor adds and cancels; whatever tells the message, on any thread, removes.
    private readonly ConcurrentDictionary<long, DelayedCall> _calls = new();

    /// <summary>How many are neither told nor cancelled.</summary>
    public int Count => _calls.Count;

    /// <summary>Schedules, and answers the sender.</summary>
    public void Schedule(CallLater call, IActorRef sender, IActorRef self)
    {
        using var handling = Trace(call.Origin, ActivityNames.CallLater, ActivityKind.Server);
        var origin = handling.Activity is { } activity ? TraceOrigin.Of(activity) : call.Origin;
        var id = NewId();
        // Known before it can fire, so that firing finds it.
        _calls[id] = default;
        try
        {
            var scheduled = schedule(
                call.Delay, Invoker.Instance, new Entry(this, id, call.Target, sender, origin), call.Message);
            _calls.TryUpdate(id, scheduled, default);
        }
        catch (Exception e)
        {
            _calls.TryRemove(id, out _);
            handling.Failed(e);
            Answer(sender, new Status.Failure(e), self);
            return;
        }

        Answer(sender, new CallScheduled(id), self);
    }

    /// <summary>Cancels, and answers the sender.</summary>
    public void Cancel(CancelCall cancel, IActorRef sender, IActorRef self)
    {
        using var handling = Trace(cancel.Origin, ActivityNames.CancelCall, ActivityKind.Server);
        var found = _calls.TryRemove(cancel.Id, out var call) && call.Cancel();
        Answer(sender, new CallCancelled(cancel.Id, found), self);
    }

    /// <summary>Forgets them all: their owner has cancelled what it held.</summary>
    public void Clear() => _calls.Clear();

    // Told by nobody, as from a thread: there is nobody to answer, and no dead letter to make of it.
    private void Answer(IActorRef sender, object answer, IActorRef self)
    {
        if (sender is not DeadLetterActorRef)
            tell(sender, () => sender.Tell(answer, self));
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

    private sealed record Entry(MessageCalls Calls, long Id, IActorRef Target, IActorRef Sender, TraceOrigin Origin);

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override IActorRef TargetOf(object callback) => ((Entry)callback).Target;

        public override void Invoke(object callback, object? state)
        {
            var entry = (Entry)callback;
            entry.Calls._calls.TryRemove(entry.Id, out _);
            using var telling = entry.Calls.Trace(
                entry.Origin, ActivityNames.DelayedMessage, ActivityKind.Consumer);
            entry.Target.Tell(state, entry.Sender);
        }

        public override string Describe(object callback, object? state) =>
            $"{state?.GetType().Name} to {ObjectText.Of(((Entry)callback).Target)}";
    }
}
