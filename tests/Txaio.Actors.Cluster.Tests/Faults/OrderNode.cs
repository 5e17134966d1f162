using Txaio.Actors.ClusterNode;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>A process of the program <c>Txaio.Actors.ClusterNode</c>: a node with stripes and orders.</summary>
internal sealed class OrderNode : NodeProcess
{
    private readonly Ledger _ledger;

    private OrderNode(string hocon, Ledger ledger)
        : base(typeof(NodeConfig).Assembly.Location, hocon) => _ledger = ledger;

    /// <summary>Starts a node and waits until it listens.</summary>
    public static async Task<OrderNode> Start(string hocon, Ledger ledger)
    {
        var node = new OrderNode(hocon, ledger);
        try
        {
            await node.Begin();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    protected override void OnLine(string line)
    {
        if (OrderDelivery.TryParse(line, out var delivery))
            _ledger.Record(delivery);
    }
}
