using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>A node of an Akka cluster with hocon/cluster.conf, whose settings soon notice a killed node.</summary>
internal static class ClusterNode
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "hocon", "cluster.conf");

    /// <summary>Creates the node's actor system.</summary>
    /// <param name="options">The place of the node.</param>
    /// <param name="hocon">What the node has besides the cluster.</param>
    public static ActorSystem Create(NodeOptions options, string hocon) => ActorSystem.Create(
        "durable",
        ConfigurationFactory.ParseString(hocon)
            .WithFallback(ConfigurationFactory.ParseString(Place(options)))
            .WithFallback(ConfigurationFactory.ParseString(System.IO.File.ReadAllText(File))));

    // Of two nodes neither is the majority; the first, which is not killed, stays.
    private static string Place(NodeOptions options) =>
        $$"""
        akka {
          loglevel = ERROR
          stdout-loglevel = ERROR
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{options.Port}} }
          cluster {
            roles = [orders]
            seed-nodes = ["akka.tcp://durable@127.0.0.1:{{options.FirstPort}}"]
            split-brain-resolver { active-strategy = keep-oldest, keep-oldest.down-if-alone = off }
            periodic-tasks-initial-delay = 100ms
            sharding { state-store-mode = ddata, distributed-data.durable.keys = [] }
          }
        }
        """;
}
