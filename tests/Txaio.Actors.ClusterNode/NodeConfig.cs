using Akka.Configuration;

namespace Txaio.Actors.ClusterNode;

/// <summary>The configuration of every node of the tests. The test's process has nodes, too.</summary>
public static class NodeConfig
{
    /// <summary>The name of all actor systems.</summary>
    public const string SystemName = "timers";

    /// <summary>The role of the nodes that run stripes and orders.</summary>
    public const string Role = "orders";

    /// <summary>The number of stripes.</summary>
    public const int Stripes = 8;

    /// <summary>
    /// The configuration. A node that does not answer for about 4 s counts as dead: longer than a node of the tests pauses
    /// on a busy machine.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka {
          loglevel = INFO
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor {
            provider = cluster
            # Threads of their own for the cluster, and for Akka.Remote below.
            internal-dispatcher.executor = fork-join-executor
          }
          # A system that is terminated says nothing to the others, like a process that is killed.
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          remote {
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 500ms
            default-remote-dispatcher.executor = fork-join-executor
            dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          }
          cluster {
            roles = [orders]
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            failure-detector {
              heartbeat-interval = 500ms
              expected-response-after = 5s
              acceptable-heartbeat-pause = 3s
            }
            split-brain-resolver { active-strategy = keep-majority, stable-after = 1s }
            down-removal-margin = 0s
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            unreachable-nodes-reaper-interval = 250ms
            retry-unsuccessful-join-after = 500ms
            singleton.hand-over-retry-interval = 200ms
            distributed-data.gossip-interval = 200ms
            sharding {
              retry-interval = 250ms
              coordinator-failure-backoff = 500ms
              rebalance-interval = 500ms
              waiting-for-state-timeout = 1s
              updating-state-timeout = 1s
              handoff-timeout = 10s
            }
          }
        }
        txaio.cluster.timers.expiry {
          bucket = 100ms
          stripes = {{Stripes}}
          role = orders
          retry.min-backoff = 2s
          wake-interval = 1s
        }
        """);
}
