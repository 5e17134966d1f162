using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>A change that waits for its reply. A message to the stripe's client.</summary>
/// <param name="change">The change.</param>
/// <param name="at">When the caller made it, on the scheduler's monotonic clock.</param>
internal abstract class PendingChange(Change change, TimeSpan at) : OwnMessage
{
    // The tag and the length of a change in a batch.
    private const int Framing = 8;

    /// <summary>The change.</summary>
    public Change Change { get; } = change;

    /// <summary>The change's bytes in a batch, or a few more: its delay becomes shorter while it waits.</summary>
    public int Bytes { get; } = change.CalculateSize() + Framing;

    /// <summary>When the caller made it, on the scheduler's monotonic clock.</summary>
    public TimeSpan At { get; } = at;

    /// <summary>Counts the changes of a stripe's client; set by the client.</summary>
    public long Position { get; set; }

    /// <summary>Whether the caller has its reply.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Gives the caller the stripe's result.</summary>
    public void Store(long result)
    {
        IsAnswered = true;
        Set(result);
    }

    /// <summary>Gives the caller a failure.</summary>
    public void Fail(Exception cause)
    {
        IsAnswered = true;
        SetFailure(cause);
    }

    protected abstract void Set(long result);

    protected abstract void SetFailure(Exception cause);
}

/// <summary>A call that waits to be stored.</summary>
internal sealed class PendingSchedule(Change change, TimeSpan at, IReply<DurableCallScheduled> reply)
    : PendingChange(change, at)
{
    protected override void Set(long result) =>
        reply.Set(new DurableCallScheduled(Change.Schedule.Key, DateTimeOffset.FromUnixTimeMilliseconds(result)));

    protected override void SetFailure(Exception cause) => reply.Fail(cause);
}

/// <summary>A cancel that waits to be stored.</summary>
internal sealed class PendingCancel(Change change, TimeSpan at, IReply<DurableCallCancelled> reply)
    : PendingChange(change, at)
{
    protected override void Set(long result) => reply.Set(new DurableCallCancelled(Change.Cancel, result != 0));

    protected override void SetFailure(Exception cause) => reply.Fail(cause);
}
