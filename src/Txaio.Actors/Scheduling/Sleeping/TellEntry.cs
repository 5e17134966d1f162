using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>A message without a sender that is told once: the smallest entry.</summary>
internal class TellEntry(SleepingThread thread, ICanTell receiver, object message) : ScheduledEntry(thread)
{
    private ICanTell? _receiver = receiver;
    private object? _message = message;

    public override ICanTell? Target => _receiver;

    public override bool RunsAtOnce => _receiver is { } target && Deliveries.TakesAtOnce(target);

    protected virtual IActorRef? Sender => ActorRefs.NoSender;

    public override void Invoke() => _receiver!.Tell(ScheduledMessage.Wrap(_receiver, _message!), Sender);

    public override string Describe() => $"{_message?.GetType().Name} to {ObjectText.Of(_receiver)}";

    protected override void Clear()
    {
        _receiver = null;
        _message = null;
    }
}

/// <summary>A message of a sender that is told once.</summary>
internal class SentEntry(SleepingThread thread, ICanTell receiver, object message, IActorRef? sender)
    : TellEntry(thread, receiver, message)
{
    private IActorRef? _sender = sender;

    protected override IActorRef? Sender => _sender;

    protected override void Clear()
    {
        base.Clear();
        _sender = null;
    }
}

/// <summary>A message that is told again and again.</summary>
internal sealed class RepeatedTellEntry(
    SleepingThread thread, ICanTell receiver, object message, IActorRef? sender, long interval)
    : SentEntry(thread, receiver, message, sender)
{
    public override long Interval => interval;
}
