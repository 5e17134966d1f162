using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Txaio.Actors.Cluster;

namespace DurableCalls.Nodes;

/// <summary>One node: a few lines make it store and deliver durable calls.</summary>
internal static class NodeMode
{
    /// <summary>The actor system's name; the same on all nodes.</summary>
    public const string SystemName = "calls";

    /// <summary>The role of the nodes that store calls and have the orders.</summary>
    public const string Role = "orders";

    /// <summary>
    /// Runs until the process is killed, or until its input ends; or until the actor system ends, because the other nodes
    /// took this one for dead: then the process should be started again.
    /// </summary>
    public static async Task RunAsync(Options options)
    {
        LogTo(Path.Combine(Path.GetDirectoryName(options.ConfigFile)!, $"node-{options.Port}.log"));
        var system = Start(options.ConfigFile, options.Port, Role);
        ClusterSharding.Get(system).Start(
            OrderActor.Region, OrderActor.Props, ClusterShardingSettings.Create(system).WithRole(Role), new OrderIds());

        // The parent keeps the input open. Its end is the parent's end, however that came.
        var input = Task.Factory.StartNew(
            static () => Console.In.ReadToEnd(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAny(input, system.WhenTerminated);
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    /// <summary>Akka's log goes to a file: a killed node is the subject of many lines.</summary>
    /// <returns>The output of the process until now.</returns>
    public static TextWriter LogTo(string file)
    {
        var output = Console.Out;
        Console.SetOut(new StreamWriter(file, append: true) { AutoFlush = true });
        return output;
    }

    /// <summary>Starts an actor system that is a node of the cluster and knows the durable timers.</summary>
    public static ActorSystem Start(string configFile, int port, string role)
    {
        var config = ConfigurationFactory.ParseString(
                $$"""
                akka.remote.dot-netty.tcp.port = {{port}}
                akka.cluster.roles = ["{{role}}"]
                """)
            .WithFallback(ConfigurationFactory.ParseString(File.ReadAllText(configFile)));
        var system = ActorSystem.Create(SystemName, config);
        _ = system.TxaioCluster();
        return system;
    }
}
