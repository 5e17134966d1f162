using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Txaio.Actors.ClusterNode;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>
/// A cluster in real time. Its first node is this process and runs no stripes; the others run in this process or in
/// processes of their own.
/// </summary>
/// <param name="ledger">Takes the deliveries.</param>
/// <param name="config">HOCON of all nodes: their store.</param>
internal sealed class FaultCluster(Ledger ledger, string config) : IAsyncDisposable
{
    private const string Type = "txaio-timer-expiry";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _systems = [];
    private readonly List<OrderNode> _processes = [];

    /// <summary>The first node.</summary>
    public ActorSystem Client => _systems[0];

    /// <summary>The timer on the first node.</summary>
    public IDurableTimer Timer => TimerOf(Client);

    /// <summary>The timer on a node of this process.</summary>
    public static IDurableTimer TimerOf(ActorSystem node) => node.TxaioCluster().DurableTimer("expiry");

    /// <summary>Starts the first node.</summary>
    public static async Task<FaultCluster> Start(Ledger ledger, string config, string clientConfig = "")
    {
        var cluster = new FaultCluster(ledger, config);
        await cluster.AddNode($"akka.cluster.roles = [client]\n{clientConfig}");
        return cluster;
    }

    /// <summary>Starts a node in this process, and waits until it is up.</summary>
    public async Task<ActorSystem> AddNode(string nodeConfig = "")
    {
        var node = ActorSystem.Create(
            NodeConfig.SystemName,
            ConfigurationFactory.ParseString($"akka {{ loglevel = OFF, stdout-loglevel = OFF }}\n{config}\n{nodeConfig}")
                .WithFallback(NodeConfig.Config));
        _systems.Add(node);
        var cluster = Akka.Cluster.Cluster.Get(node);
        if (cluster.SelfRoles.Contains(NodeConfig.Role))
            Orders.Start(node, ledger.Record);
        _ = node.TxaioCluster();
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(isUp.SetResult);
        await cluster.JoinAsync(Akka.Cluster.Cluster.Get(Client).SelfAddress).WaitAsync(Patience);
        await isUp.Task.WaitAsync(Patience);
        return node;
    }

    /// <summary>Starts nodes as processes, and waits until they are up.</summary>
    public async Task<IReadOnlyList<OrderNode>> AddProcesses(int count)
    {
        var before = UpCount();
        var seed = Akka.Cluster.Cluster.Get(Client).SelfAddress;
        var starts = Enumerable.Range(0, count)
            .Select(_ => OrderNode.Start($"akka.cluster.seed-nodes = [\"{seed}\"]\n{config}", ledger)).ToList();
        foreach (var start in starts)
            _processes.Add(await start);
        await Until(() => UpCount() == before + count, "The nodes are not up.");
        return _processes[^count..];
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        for (var deadline = DateTimeOffset.UtcNow + Patience; !condition(); await Task.Delay(20))
            Assert.True(DateTimeOffset.UtcNow < deadline, what);
    }

    /// <summary>Waits until each of the nodes with stripes has at least two.</summary>
    /// <param name="nodes">How many nodes have the role.</param>
    public async Task UntilSpread(int nodes)
    {
        var region = Akka.Cluster.Cluster.Get(Client).SelfRoles.Contains(NodeConfig.Role)
            ? ClusterSharding.Get(Client).ShardRegion(Type)
            : ClusterSharding.Get(Client).ShardRegionProxy(Type);
        for (var deadline = DateTimeOffset.UtcNow + Patience; ; await Task.Delay(50))
        {
            var stats = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), Patience);
            var counts = stats.Regions.Values.Select(static one => one.Stats.Count).ToList();
            if (counts.Count == nodes && counts.All(static count => count >= 2))
                return;
            Assert.True(DateTimeOffset.UtcNow < deadline, $"The stripes are {string.Join(" + ", counts)}.");
        }
    }

    /// <summary>Waits until no call is stored any more.</summary>
    public async Task UntilEmpty() => await UntilEmpty(Timer);

    /// <inheritdoc cref="UntilEmpty()"/>
    public static async Task UntilEmpty(IDurableTimer timer)
    {
        for (var deadline = DateTimeOffset.UtcNow + Patience; await CountOf(timer) > 0; await Task.Delay(50))
            Assert.True(DateTimeOffset.UtcNow < deadline, "Calls are stored that were delivered.");
    }

    /// <summary>A node leaves, and hands its stripes over.</summary>
    public static Task Leave(ActorSystem node) =>
        CoordinatedShutdown.Get(node).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(Patience);

    /// <summary>Ends all nodes: the processes by SIGKILL, the systems without a word to the others.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.Dispose();
        await Task.WhenAll(_systems.Select(static system => system.Terminate())).WaitAsync(Patience);
        _systems.Clear();
        _processes.Clear();
    }

    private static async Task<int> CountOf(IDurableTimer timer)
    {
        try
        {
            return (int)(await timer.Pending()).Count;
        }
        catch (TimeoutException)
        {
            return int.MaxValue;
        }
    }

    private int UpCount() => Akka.Cluster.Cluster.Get(Client).State.Members
        .Count(static member => member.Status == MemberStatus.Up);
}
