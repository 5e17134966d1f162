namespace Txaio.Actors.RemoteNode;

/// <summary>The configuration of every node of the tests. The test's process is one of the nodes.</summary>
public static class NodeConfig
{
    /// <summary>The configuration as HOCON.</summary>
    public const string Hocon =
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor.provider = remote
          extensions = ["Txaio.Actors.TxaioExtensionProvider, Txaio.Actors"]
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          remote {
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 200ms
            dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          }
        }
        txaio.timers.shared { bucket = 50ms, rounding = up }
        """;
}
