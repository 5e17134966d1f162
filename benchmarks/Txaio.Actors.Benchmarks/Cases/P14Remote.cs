using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Promises completed across nodes.</summary>
internal sealed class P14Remote : ICase
{
    private const string Remoting =
        """
        akka {
          actor.provider = remote
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          # One node ends while the other node is still connected, and Akka would log that.
          loglevel = OFF
        }
        """;

    // The runtime recompiles the code of sockets, actors and the thread pool for some seconds.
    private static readonly TimeSpan WarmEnough = TimeSpan.FromSeconds(3);

    public string Id => "P14";

    public string Title => "a promise completed across two nodes";

    public string Includes =>
        "Two actor systems in one process, connected by Akka.Remote over loopback TCP. As in P3, an actor of the "
        + "other node replies with the question, a string. Each Ask has a timeout of 10 s.";

    public void Run(CaseRun run)
    {
        using var here = new BenchSystem(Remoting);
        using var there = new BenchSystem(Remoting);
        there.System.ActorOf(Props.Create<EchoActor>(), "echo");
        var address = ((ExtendedActorSystem)there.System).Provider.DefaultAddress;
        var echo = here.System.ActorSelection($"{address}/user/echo")
            .ResolveOne(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
        var timeout = TimeSpan.FromSeconds(10);
        Asker[] askers = [new TxaioAsker(here.Txaio, echo, timeout), new AkkaAsker(echo, timeout)];
        var rounds = run.Size(41, 5);

        var serial = Rounds.Interleave(
            rounds, WarmEnough, [.. askers.Select(asker => asker.Serial(run.Size(300, 100)))]);
        run.Speed("remote Ask, serial", serial[0], serial[1], Goal.AtLeast(1));
        var many = Rounds.Interleave(
            rounds, WarmEnough, [.. askers.Select(asker => asker.Concurrent(run.Size(3_200, 640)))]);
        run.Speed("remote Ask, 64 in flight", many[0], many[1], Goal.AtLeast(1));
    }
}
