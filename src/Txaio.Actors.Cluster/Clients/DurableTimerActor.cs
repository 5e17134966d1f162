using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Guarding;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>The <c>Ref</c> of a timer: the same as its methods, by message.</summary>
/// <param name="timer">The timer.</param>
internal sealed class DurableTimerActor(DurableTimer timer) : SignedActor
{
    protected override void OnReceive(object message)
    {
        try
        {
            switch (message)
            {
                case ScheduleDurableCall call:
                    timer.Schedule(call, ToSender<DurableCallScheduled>());
                    break;
                case CancelDurableCall cancel:
                    timer.Cancel(cancel.Key, ToSender<DurableCallCancelled>());
                    break;
                case FindDurableCall find:
                    timer.Find(find.Key, ToSender<DurableCallFound>());
                    break;
                case GetPendingDurableCalls:
                    timer.Pending(ToSender<PendingDurableCalls>());
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }
        catch (Exception e)
        {
            // A wrong argument, or too many changes wait: the sender is told.
            Sender.Tell(new Status.Failure(e), Self);
        }
    }

    private MessageReply<T> ToSender<T>()
        where T : class => new(Sender, Self);
}
