using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Counts what is held for other nodes: at most so many for all of them, and so many for one. A node is known here only
/// while something is held for it, so that addresses which are made up leave nothing.
/// </summary>
/// <param name="setting">The setting of the bound on all; the one on a node has <c>-per-node</c> behind it.</param>
/// <param name="total">How many for all nodes; 0 for no bound.</param>
/// <param name="perNode">How many for one; 0 for no bound.</param>
/// <param name="unit">How many counted units make one unit of the settings.</param>
/// <param name="refused">Is told of each refusal, outside of the lock.</param>
internal sealed class NodeBound(
    string setting, int total, int perNode, int unit = 1, Action<RemoteBoundException, Address>? refused = null)
{
    // Guards everything below. Loops' and timers' actors and the threads that read from the wire take; the threads that
    // complete, tell and cancel give back.
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, long> _byNode = [];
    private long _held;
    private long _refused;

    /// <summary>How many nodes something is held for.</summary>
    public int Nodes
    {
        get
        {
            lock (_gate)
                return _byNode.Count;
        }
    }

    /// <summary>Its figures.</summary>
    public RemoteBoundStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new RemoteBoundStatistics(setting, (_held + unit - 1) / unit, total, _refused);
        }
    }

    /// <summary>Another one with the same limits, in which nothing is held.</summary>
    public NodeBound Empty() => new(setting, total, perNode, unit);

    /// <summary>Takes places for <paramref name="node"/>.</summary>
    /// <returns>Null; or the refusal, and no place is taken then.</returns>
    public RemoteBoundException? Take(Address node, long amount = 1)
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

    /// <summary>Gives back what <see cref="Take"/> took.</summary>
    public void Give(Address node, long amount = 1)
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

    /// <summary>Refuses something that takes no place, and counts it.</summary>
    public RemoteBoundException Refuse(Address node)
    {
        var refusal = OverNode(node);
        lock (_gate)
            _refused++;
        refused?.Invoke(refusal, node);
        return refusal;
    }

    private RemoteBoundException OverNode(Address node) => new($"{setting}-per-node", perNode, node.ToString());
}
