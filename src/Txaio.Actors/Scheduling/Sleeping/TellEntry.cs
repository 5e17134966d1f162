using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>A message that is told once.</summary>
internal class TellEntry(SleepingThread thread, ICanTell receiver, object message, IActorRef? sender)
    : ScheduledEntry(thread)
{
    private ICanTell? _receiver = receiver;
    private object? _message = message;
    private IActorRef? _sender = sender;

    public override ICanTell? Target => _receiver;

    public override bool RunsAtOnce => _receiver is { } target && Deliveries.TakesAtOnce(target);

    public override void Invoke() => _receiver!.Tell(ScheduledMessage.Wrap(_receiver, _message!), _sender);

    public override string Describe() => $"{_message?.GetType().Name} to {ObjectText.Of(_receiver)}";

    protected override void Clear()
    {
        _receiver = null;
        _message = null;
        _sender = null;
    }
}

/// <summary>A message that is told again and again.</summary>
internal sealed class RepeatedTellEntry(
    SleepingThread thread, ICanTell receiver, object message, IActorRef? sender, long interval)
    : TellEntry(thread, receiver, message, sender)
{
    public override long Interval => interval;
}
