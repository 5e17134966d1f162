using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>P1 in a program that exports the library's metrics.</summary>
internal sealed class P01cListenedTo : ICase
{
    public string Id => "P1c";

    public string Title => "CallSoon from another thread until run, with a listener on the library's meter";

    public string Includes =>
        "The work of P1, while a MeterListener takes the values of every instrument and drops them. The peer is "
        + "Tell as in P1, which no instrument of the library measures.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var actor = system.StartOnLoopKind(static () => new P01CallSoon.RunningActor());
        var count = run.Size(500_000, 250_000);
        EveryListener? listener = null;
        var listenedTo = P01CallSoon.PostTo("CallSoon with a listener", count, system.Txaio.Loop.CallSoon) with
        {
            Prepare = () => listener = new EveryListener(),
            Finish = () =>
            {
                listener!.Dispose();
                BenchmarkFailedException.ThrowUnlessEqual(1, Math.Sign(listener.Measured), "measurements, at least");
            },
        };

        var sides = Rounds.Interleave(
            run.Size(11, 5),
            listenedTo,
            P01CallSoon.PostTo("Tell", count, callback => actor.Tell(callback, ActorRefs.NoSender)));

        run.Speed("CallSoon until run, with a listener", sides[0], sides[1], Goal.AtLeast(0.9));
        run.Bytes("CallSoon until run, with a listener", sides[0], sides[1], Goal.Shown);
    }
}
