using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Actor systems in real time, for tests that do not use the test kit's system or need a second one.</summary>
internal static class TestSystem
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.serialize-messages = on
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        # On a busy machine any callback can be slow, and tests compare the warnings.
        txaio.loops.default.slow-callback = infinite
        """);

    /// <summary>Starts a system, which the caller ends.</summary>
    public static ActorSystem Start(string config = "", string name = "other") =>
        Start(ConfigurationFactory.ParseString(config), name);

    /// <summary>Starts a system, which the caller ends.</summary>
    public static ActorSystem Start(Config config, string name) =>
        ActorSystem.Create(name, config.WithFallback(Quiet));

    /// <summary>Ends a system in one of three ways: terminate, shutdown, abort.</summary>
    public static Task End(ActorSystem system, string how)
    {
        switch (how)
        {
            case "terminate":
                return system.Terminate();
            case "abort":
                ((ExtendedActorSystem)system).Abort();
                return system.WhenTerminated;
            case "shutdown":
                return CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "terminate, shutdown or abort");
        }
    }
}
