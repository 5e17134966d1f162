using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>A node of an Akka cluster that notices a killed node after about 5 s.</summary>
internal static class ClusterNode
{
    /// <summary>Creates the node's actor system. Its first node is not killed while another runs.</summary>
    /// <param name="options">The place of the node.</param>
    /// <param name="hocon">What the node has besides the cluster.</param>
    public static ActorSystem Create(NodeOptions options, string hocon) => ActorSystem.Create(
        "durable", ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(
            $$"""
            akka {
              loglevel = ERROR
              stdout-loglevel = ERROR
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{options.Port}} }
              cluster {
                seed-nodes = ["akka.tcp://durable@127.0.0.1:{{options.FirstPort}}"]
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver { active-strategy = keep-oldest, stable-after = 3s }
                split-brain-resolver.keep-oldest.down-if-alone = off
                down-removal-margin = 1s
                failure-detector { heartbeat-interval = 500ms, acceptable-heartbeat-pause = 1s }
                gossip-interval = 200ms
                leader-actions-interval = 200ms
                periodic-tasks-initial-delay = 100ms
                sharding { state-store-mode = ddata, distributed-data.durable.keys = [] }
              }
            }
            """)));
}
