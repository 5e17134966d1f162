using Akka.Actor;
using DurableCalls.Nodes;
using Txaio.Actors.Cluster.Messages;

namespace DurableCalls.Demo;

/// <summary>
/// The records of all calls: when they were stored and due, when they arrived, and how often. The demo writes the first,
/// the recording actor the second.
/// </summary>
internal sealed class Records(int calls)
{
    private readonly Record[] _records = new Record[calls];
    private int _stored;
    private int _arrived;

    /// <summary>How many calls are stored.</summary>
    public int Stored => Volatile.Read(ref _stored);

    /// <summary>How many calls have arrived, each counted once.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>The records, by number. Complete once no more calls are scheduled or arrive.</summary>
    public IReadOnlyList<Record> All => _records;

    /// <summary>A call is about to be scheduled for the first time.</summary>
    public void Asked(int number, DateTimeOffset due)
    {
        lock (_records)
            _records[number].Due = due;
    }

    /// <summary>The library has said that the call is stored.</summary>
    public void IsStored(int number)
    {
        lock (_records)
        {
            _records[number].IsStored = true;
            _stored++;
        }
    }

    /// <summary>A delivery has arrived.</summary>
    public void HasArrived(int number, DateTimeOffset at)
    {
        lock (_records)
        {
            ref var record = ref _records[number];
            if (record.Arrivals++ > 0)
                return;
            record.FirstArrival = at;
            _arrived++;
        }
    }

    /// <summary>The record of one call.</summary>
    internal record struct Record
    {
        /// <summary>The due time that the demo asked for.</summary>
        public DateTimeOffset Due;

        /// <summary>Whether the library has said that the call is stored.</summary>
        public bool IsStored;

        /// <summary>How many deliveries have arrived.</summary>
        public int Arrivals;

        /// <summary>When the first delivery arrived.</summary>
        public DateTimeOffset FirstArrival;
    }
}

/// <summary>
/// Records deliveries: those that orders send here, and those for which this actor itself is the target. Replies to each
/// once it is recorded.
/// </summary>
internal sealed class Recorder : ReceiveActor
{
    public Recorder(Records records)
    {
        Receive<Arrived>(arrived =>
        {
            records.HasArrived(arrived.Number, arrived.At);
            Sender.Tell(arrived.Call.Done());
        });
        Receive<DurableCallDue>(due =>
        {
            records.HasArrived(((Expire)due.Message).Number, DateTimeOffset.UtcNow);
            Sender.Tell(due.Done());
        });
    }
}
