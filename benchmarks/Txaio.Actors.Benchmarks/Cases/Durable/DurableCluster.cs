using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>The nodes of one scheduler on a database of its own, and the keys it has used.</summary>
internal sealed class DurableCluster : IDisposable
{
    private static int _databases;

    private readonly DurableSubject _subject;
    private readonly string _connectionString;
    private readonly List<DurableNode> _nodes = [];
    private readonly int _firstPort = DurableNode.FreePort();

    /// <summary>Starts the first node.</summary>
    public DurableCluster(DurableSubject subject, string connectionString)
    {
        _subject = subject;
        _connectionString = connectionString.Replace(
            "Database=postgres",
            $"Database={subject.Command}{Interlocked.Increment(ref _databases)}",
            StringComparison.Ordinal);
        Node = Add(0, _firstPort);
    }

    public DurableSubject Subject => _subject;

    /// <summary>The node that schedules and cancels.</summary>
    public DurableNode Node { get; private set; }

    /// <summary>The next key that was not scheduled.</summary>
    public int NextKey { get; private set; }

    /// <summary>All deliveries of all nodes, also of those that were killed.</summary>
    public IEnumerable<DurableDelivery> Deliveries => _nodes.SelectMany(static node => node.Deliveries);

    /// <summary>Starts another node.</summary>
    public DurableNode Join() => Add(_nodes.Count, DurableNode.FreePort());

    /// <summary>Starts the first node again after it was killed.</summary>
    public void Restart() => Node = Add(0, _firstPort);

    /// <summary>Schedules calls with new keys.</summary>
    public DurableNode.Done Schedule(int count, int inFlight, long due, long spread, TimeSpan atMost)
    {
        var done = Node.Schedule(NextKey, count, inFlight, due, spread, atMost);
        NextKey += done.Count;
        return done;
    }

    /// <summary>The calls in the store must be so many.</summary>
    /// <exception cref="BenchmarkFailedException">There are fewer or more.</exception>
    public void MustHold(long calls)
    {
        var pending = Node.CountPending();
        if (pending != calls)
        {
            throw new BenchmarkFailedException(
                $"{_subject.Name}: the store holds {pending:N0} calls and not {calls:N0}.");
        }
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
    }

    private DurableNode Add(int number, int port)
    {
        var node = DurableNode.Start(_subject, _connectionString, number, port, _firstPort);
        _nodes.Add(node);
        return node;
    }
}
