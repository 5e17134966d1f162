using Akka.Actor;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>A batch that is not stored yet.</summary>
internal sealed class WaitingBatch(StripeBatch batch, long at, IActorRef replyTo)
{
    /// <summary>The batch.</summary>
    public StripeBatch Batch { get; } = batch;

    /// <summary>The stripe's clock when it got the batch.</summary>
    public long At { get; } = at;

    /// <summary>The client; the sender of the last copy.</summary>
    public IActorRef ReplyTo { get; set; } = replyTo;

    /// <summary>How many bytes the messages have.</summary>
    public int Bytes { get; } = batch.Changes.Sum(static change => change.Schedule?.Message.Data.Length ?? 0);
}
