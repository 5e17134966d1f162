using Akka.Actor;
using Txaio.Actors.Cluster.Protocol;
using Change = Txaio.Actors.Cluster.Serialization.Wire.Change;
using StoredCall = Txaio.Actors.Cluster.Serialization.Wire.StoredCall;

namespace Txaio.Actors.Cluster.Tests.Clients;

/// <summary>What the test stripes of a timer did, and what they do with the next batches.</summary>
internal sealed class StripeBoard
{
    /// <summary>Every batch that arrived, with copies.</summary>
    public List<StripeBatch> Batches { get; } = [];

    /// <summary>The stored calls by key.</summary>
    public Dictionary<string, StoredCall> Calls { get; } = [];

    /// <summary>How many of the next messages are lost on the way to the stripe.</summary>
    public int LoseRequests { get; set; }

    /// <summary>How many of the next replies are lost.</summary>
    public int LoseReplies { get; set; }

    /// <summary>Fails the next batch with this reason.</summary>
    public string? Failure { get; set; }

    /// <summary>The reply to questions for a key; null for none.</summary>
    public Exception? FindFailure { get; set; }

    /// <summary>Whether replies are kept in <see cref="Held"/>.</summary>
    public bool Hold { get; set; }

    /// <summary>Replies that were not sent.</summary>
    public List<Action> Held { get; } = [];

    /// <summary>Added to the clock of the stripe.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Sends the kept replies.</summary>
    public void Release()
    {
        Hold = false;
        foreach (var reply in Held)
            reply();
        Held.Clear();
    }
}

/// <summary>A stripe without store, deliveries and rounding: it keeps the protocol of the client only.</summary>
internal sealed class TestStripe(StripeBoard board, int stripe) : UntypedActor
{
    private readonly Dictionary<string, StripeBatchStored> _last = [];

    protected override void OnReceive(object message)
    {
        if (message is StripeBatch seen)
            board.Batches.Add(seen);
        if (board.LoseRequests > 0)
        {
            board.LoseRequests--;
            return;
        }

        switch (message)
        {
            case StripeBatch batch when board.Failure is { } reason:
                board.Failure = null;
                Reply(new StripeBatchFailed(stripe, batch.Client, batch.Number, reason));
                break;
            case StripeBatch batch:
                Reply(Store(batch));
                break;
            case FindCall when board.FindFailure is { } cause:
                Reply(new Status.Failure(cause));
                break;
            case FindCall find:
                Reply(new FoundCall(find.Key, board.Calls.GetValueOrDefault(find.Key)));
                break;
            case HandOver:
                Context.Stop(Self);
                break;
            case GetStripeState:
                Reply(new StripeState(stripe, board.Calls.Count, 0, board.Calls.Values.Min(c => (long?)c.Due) ?? 0));
                break;
        }
    }

    private StripeBatchStored Store(StripeBatch batch)
    {
        if (_last.TryGetValue(batch.Client, out var last) && last.Number >= batch.Number)
            return last;
        var now = (Context.System.Scheduler.Now + board.Ahead).ToUnixTimeMilliseconds();
        var results = batch.Changes.Select(change => Apply(change, now)).ToList();
        return _last[batch.Client] = new StripeBatchStored(
            stripe, batch.Client, batch.Number, results, now);
    }

    private long Apply(Change change, long now)
    {
        if (change.KindCase == Change.KindOneofCase.Cancel)
            return board.Calls.Remove(change.Cancel) ? 1 : 0;
        var due = change.Schedule.HasDelay ? now + change.Schedule.Delay : change.Schedule.Due;
        board.Calls[change.Schedule.Key] = new StoredCall
        {
            Key = change.Schedule.Key,
            Due = due,
            Target = change.Schedule.Target,
            Message = change.Schedule.Message,
        };
        return due;
    }

    private void Reply(object reply)
    {
        if (board.LoseReplies > 0)
        {
            board.LoseReplies--;
            return;
        }

        var (sender, self) = (Sender, Self);
        if (board.Hold)
            board.Held.Add(() => sender.Tell(reply, self));
        else
            sender.Tell(reply, self);
    }
}
