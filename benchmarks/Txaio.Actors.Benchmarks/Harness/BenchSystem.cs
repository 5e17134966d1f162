using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>An actor system with the default settings and no output, ended when disposed.</summary>
internal sealed class BenchSystem : IDisposable
{
    /// <summary>Akka's dispatcher with one thread, as a loop has one, for actors that are compared with loops.</summary>
    public const string LoopKindOfDispatcher = "bench.dispatcher";

    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = ERROR
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        bench.dispatcher {
          type = ForkJoinDispatcher
          throughput = 100
          dedicated-thread-pool { thread-count = 1, threadtype = background }
        }
        """);

    public BenchSystem(string hocon = "")
    {
        System = ActorSystem.Create("bench", ConfigurationFactory.ParseString(hocon).WithFallback(Quiet));
        Txaio = System.Txaio();
    }

    public ActorSystem System { get; }

    public ITxaio Txaio { get; }

    /// <summary>Starts an actor on a thread of its own, as a loop has one.</summary>
    public IActorRef StartOnLoopKind<TActor>(Func<TActor> make)
        where TActor : ActorBase =>
        System.ActorOf(Props.CreateBy(new Producer<TActor>(make)).WithDispatcher(LoopKindOfDispatcher));

    public void Dispose()
    {
        if (!System.Terminate().Wait(TimeSpan.FromSeconds(30)))
            throw new BenchmarkFailedException("The actor system did not end within 30 s.");
    }

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
