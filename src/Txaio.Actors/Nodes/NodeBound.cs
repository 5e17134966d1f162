using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Bounds the items of one kind that are held for other nodes: in total and for each node. A node has an entry only
/// while an item is held for the node, so invented addresses leave no entries behind.
/// </summary>
/// <param name="setting">The setting of the total; the setting for each node is this name and <c>-per-node</c>.</param>
/// <param name="total">The bound on all nodes together; 0 for no bound.</param>
/// <param name="perNode">The bound on each node; 0 for no bound.</param>
/// <param name="unit">How many counted units make one unit of the settings.</param>
/// <param name="refused">Called for each refusal, outside of the lock.</param>
internal sealed class NodeBound(
    string setting, int total, int perNode, int unit = 1, Action<RemoteBoundException, Address>? refused = null)
{
    // Guards the fields below. The actors of loops and timers and the readers of connections reserve; the threads
    // that complete promises, tell messages and cancel calls release.
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, long> _byNode = [];
    private long _held;
    private long _refused;

    /// <summary>The number of nodes with an entry.</summary>
    public int Nodes
    {
        get
        {
            lock (_gate)
                return _byNode.Count;
        }
    }

    /// <summary>Whether a failed reservation refuses a message.</summary>
    public bool RefusesMessages { get; init; } = true;

    /// <summary>The figures of this bound.</summary>
    public RemoteBoundStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new RemoteBoundStatistics(setting, (_held + unit - 1) / unit, total, _refused)
                {
                    RefusesMessages = RefusesMessages,
                };
            }
        }
    }

    /// <summary>A new bound with the same limits, in which nothing is held.</summary>
    public NodeBound Empty() => new(setting, total, perNode, unit);

    /// <summary>Reserves <paramref name="amount"/> for <paramref name="node"/>.</summary>
    /// <returns>Null when the amount is reserved; else the refusal.</returns>
    public RemoteBoundException? Reserve(Address node, long amount = 1)
    {
        RemoteBoundException refusal;
        lock (_gate)
        {
            var ofNode = _byNode.GetValueOrDefault(node);
            if (perNode > 0 && ofNode + amount > (long)perNode * unit)
            {
                refusal = OverNode(node);
            }
            else if (total > 0 && _held + amount > (long)total * unit)
            {
                refusal = new RemoteBoundException(setting, total, null);
            }
            else
            {
                _byNode[node] = ofNode + amount;
                _held += amount;
                return null;
            }

            _refused++;
        }

        refused?.Invoke(refusal, node);
        return refusal;
    }

    /// <summary>Releases an amount that <see cref="Reserve"/> reserved.</summary>
    public void Release(Address node, long amount = 1)
    {
        lock (_gate)
        {
            _held -= amount;
            var left = _byNode[node] - amount;
            if (left > 0)
                _byNode[node] = left;
            else
                _byNode.Remove(node);
        }
    }

    /// <summary>Counts and reports a refusal by another bound with the same limits.</summary>
    public void Refused(RemoteBoundException refusal, Address node)
    {
        lock (_gate)
            _refused++;
        refused?.Invoke(refusal, node);
    }

    /// <summary>Releases all reservations.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _byNode.Clear();
            _held = 0;
        }
    }

    private RemoteBoundException OverNode(Address node) => new($"{setting}-per-node", perNode, node.ToString());
}
