using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster;
using Txaio.Actors.Cluster.Messages;

namespace Txaio.Actors.ClusterNode;

/// <summary>The targets of the tests' calls: entities that record each delivery, and then say that it is done.</summary>
public static class Orders
{
    private const string Type = "order";

    /// <summary>The target of a key's call.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The target.</returns>
    public static CallTarget Target(string key) => new ShardTarget(Type, key);

    /// <summary>Starts the region of the orders on a node with the role of the stripes.</summary>
    /// <param name="system">The node.</param>
    /// <param name="record">Takes each delivery at this node, before the stripe gets its reply.</param>
    public static void Start(ActorSystem system, Action<OrderDelivery> record) => ClusterSharding.Get(system).Start(
        Type,
        _ => Props.Create(() => new Order(record)),
        ClusterShardingSettings.Create(system).WithRole(NodeConfig.Role).WithStateStoreMode(StateStoreMode.DData),
        new OrderIds());

    private sealed class OrderIds() : HashCodeMessageExtractor(20)
    {
        public override string? EntityId(object message) => null;
    }

    private sealed class Order : ReceiveActor
    {
        public Order(Action<OrderDelivery> record) => Receive<DurableCallDue>(due =>
        {
            record(new OrderDelivery(due.Key, due.Due, DateTimeOffset.UtcNow));
            Sender.Tell(due.Done());
        });
    }
}
