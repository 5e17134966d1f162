using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Txaio.Actors.Soak.Systems;

/// <summary>Makes actor systems that are silent, and whose failures are accounted for.</summary>
internal static class SoakSystem
{
    private const string Common = """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          loggers = ["Txaio.Actors.Soak.Systems.SilentLogger, Txaio.Actors.Soak"]
        }
        txaio {
          loops.default.slow-callback = 20ms
          # Promises that can still be found count as memory.
          futures { keep-completed = 1s, keep-completed-limit = 50 }
        }
        """;

    /// <summary>Starts a system.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hocon">Settings above the common ones.</param>
    /// <param name="fail">Takes the text of a failure that was not injected.</param>
    public static ActorSystem Start(string name, string hocon, Action<string> fail)
    {
        var system = ActorSystem.Create(
            name, ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(Common)));
        var watch = new FailureWatch((ExtendedActorSystem)system, fail);
        system.EventStream.Subscribe(watch, typeof(UnhandledFailure));
        system.EventStream.Subscribe(watch, typeof(Error));
        return system;
    }
}
