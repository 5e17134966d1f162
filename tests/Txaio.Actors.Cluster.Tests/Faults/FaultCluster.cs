using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Event;
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
    private readonly ConcurrentQueue<string> _log = new();
    private int _removed;

    /// <summary>The first node.</summary>
    public ActorSystem Client => _systems[0];

    /// <summary>The timer on the first node.</summary>
    public IDurableTimer Timer => TimerOf(Client);

    /// <summary>How many nodes have been removed, as the first node knows.</summary>
    public int Removed => Volatile.Read(ref _removed);

    /// <summary>The timer on a node of this process.</summary>
    public static IDurableTimer TimerOf(ActorSystem node) => node.TxaioCluster().DurableTimer("expiry");

    /// <summary>Starts the first node.</summary>
    public static async Task<FaultCluster> Start(Ledger ledger, string config, string clientConfig = "")
    {
        var cluster = new FaultCluster(ledger, config);
        await cluster.AddNode($"akka.cluster.roles = [client]\n{clientConfig}");
        cluster.Client.ActorOf(Props.Create(() => new RemovedMembers(cluster)));
        return cluster;
    }

    /// <summary>Starts a node in this process, and waits until it is up.</summary>
    public async Task<ActorSystem> AddNode(string nodeConfig = "")
    {
        var node = ActorSystem.Create(
            NodeConfig.SystemName,
            ConfigurationFactory.ParseString($"akka {{ loggers = [], stdout-loglevel = OFF }}\n{config}\n{nodeConfig}")
                .WithFallback(NodeConfig.Config));
        _systems.Add(node);
        var log = node.ActorOf(Props.Create(() => new LogLines(_log)), "log");
        node.EventStream.Subscribe(log, typeof(LogEvent));
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
        var seed = Akka.Cluster.Cluster.Get(Client).SelfAddress;
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var node = await OrderNode.Start($"akka.cluster.seed-nodes = [\"{seed}\"]\n{config}", ledger);
            // Nodes may be ready at the same time, on two threads.
            lock (_processes)
                _processes.Add(node);
        }));
        // Not by their number: what a node knows of itself may be older than the event that it is up.
        await Until(() => _processes[^count..].All(IsUp), () => $"The nodes are not up.\n{Report()}");
        return _processes[^count..];
    }

    /// <inheritdoc cref="Until(Func{bool}, Func{string})"/>
    public static Task Until(Func<bool> condition, string what) => Until(condition, () => what);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">The message if it does not hold in time.</param>
    public static async Task Until(Func<bool> condition, Func<string> what)
    {
        for (var deadline = DateTimeOffset.UtcNow + Patience; !condition(); await Task.Delay(20))
        {
            if (DateTimeOffset.UtcNow >= deadline)
                Assert.Fail(what());
        }
    }

    /// <summary>What the first node knows of the others, and what all nodes have logged.</summary>
    public string Report()
    {
        var members = Akka.Cluster.Cluster.Get(Client).State.Members;
        var lines = new List<string> { $"The first node knows {string.Join(", ", members)} and has logged:" };
        lines.AddRange(_log);
        foreach (var process in _processes)
        {
            lines.Add($"{process.Address}{(process.HasExited ? " has exited" : "")}, its last lines:");
            lines.AddRange(process.Lines.Where(static line => !OrderDelivery.TryParse(line, out _)).TakeLast(200));
        }

        return string.Join('\n', lines);
    }

    /// <summary>Whether a process is an up member, as the first node knows.</summary>
    public bool IsUp(OrderNode node) => Akka.Cluster.Cluster.Get(Client).State.Members.Any(
        member => member.Status == MemberStatus.Up && member.Address.ToString() == node.Address);

    /// <summary>
    /// Waits until the nodes share all stripes evenly, so that no stripe moves any more: Akka drops what reaches a
    /// shard at the beginning of its move.
    /// </summary>
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
            if (counts.Count == nodes && counts.Sum() == NodeConfig.Stripes && counts.Max() - counts.Min() <= 1)
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

    private sealed class RemovedMembers : ReceiveActor
    {
        private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

        public RemovedMembers(FaultCluster cluster)
        {
            Receive<ClusterEvent.MemberRemoved>(_ => Interlocked.Increment(ref cluster._removed));
            ReceiveAny(static _ => { });
        }

        protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.MemberRemoved));

        protected override void PostStop() => _cluster.Unsubscribe(Self);
    }

    private sealed class LogLines : ReceiveActor
    {
        private const int Most = 200;

        public LogLines(ConcurrentQueue<string> lines) => Receive<LogEvent>(line =>
        {
            lines.Enqueue(line.ToString());
            if (lines.Count > Most)
                lines.TryDequeue(out _);
        });
    }
}
