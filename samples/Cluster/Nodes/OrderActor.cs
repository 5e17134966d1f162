using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Messages;

namespace DurableCalls.Nodes;

/// <summary>The message of a durable call.</summary>
/// <param name="Number">The call's number.</param>
/// <param name="Recorder">The actor of the demo's process that records deliveries.</param>
internal sealed record Expire(int Number, IActorRef Recorder);

/// <summary>To the recorder: a call has arrived.</summary>
/// <param name="Number">The call's number.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Call">The delivery.</param>
internal sealed record Arrived(int Number, DateTimeOffset At, DurableCallDue Call);

/// <summary>
/// An order, an entity of a shard region: it expires by a durable call. Here the recorder replies to the delivery, once
/// it has the record, so that a call counts as delivered exactly if it is recorded. An order of a real program does its
/// work and then replies itself: <c>Sender.Tell(due.Done())</c>.
/// </summary>
internal sealed class OrderActor : ReceiveActor
{
    public const string Region = "order";

    public OrderActor()
    {
        Receive<DurableCallDue>(due =>
        {
            var expire = (Expire)due.Message;
            expire.Recorder.Forward(new Arrived(expire.Number, DateTimeOffset.UtcNow, due));
        });
    }

    public static Props Props(string id) => Akka.Actor.Props.Create(() => new OrderActor());
}

/// <summary>Orders get no messages but deliveries, whose envelopes Akka itself takes apart.</summary>
internal sealed class OrderIds() : HashCodeMessageExtractor(Shards)
{
    private const int Shards = 30;

    public override string? EntityId(object message) => null;
}
