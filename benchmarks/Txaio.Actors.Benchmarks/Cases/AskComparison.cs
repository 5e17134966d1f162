using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Ask beside Ask, one at a time and 64 in flight: what P3 and P4 have in common.</summary>
internal static class AskComparison
{
    private const double QuarterOfTheBytes = 0.25;

    public static void Run(CaseRun run, TimeSpan timeout, Goal speed)
    {
        using var system = new BenchSystem();
        var echo = system.System.ActorOf(Props.Create<EchoActor>());
        using var proto = new ProtoAsker(timeout);
        Asker[] askers =
        [
            new TxaioAsker(system.Txaio, echo, timeout),
            new AkkaAsker(echo, timeout),
            new TxaioAsker(system.Txaio, echo, timeout) { Loop = system.Txaio.Loop },
            new AkkaAsker(echo, timeout) { Loop = system.Txaio.Loop },
            proto,
            new BareAsker((ExtendedActorSystem)system.System, echo),
        ];
        // Which processor takes what is chance: many short rounds say more than a few long ones.
        var count = run.Size(25_600, 6_400);
        var rounds = run.Size(9, 3);

        Add(run, "serial", Rounds.Interleave(rounds, [.. askers.Select(asker => asker.Serial(count))]), speed);
        Add(
            run,
            "64 in flight",
            Rounds.Interleave(rounds, [.. askers.Select(asker => asker.Concurrent(count))]),
            speed);
    }

    private static void Add(CaseRun run, string how, Measurement[] sides, Goal speed)
    {
        run.Speed($"Ask, {how}", sides[0], sides[1], speed);
        run.Bytes($"Ask, {how}", sides[0], sides[1], Goal.AtMost(QuarterOfTheBytes));
        run.Speed($"Ask by code on a loop, {how}", sides[2], sides[3], Goal.Shown);
        run.Speed($"Ask, {how}", sides[0], sides[4], Goal.Shown);
        // How much faster than Akka's an Ask could be at all.
        run.Speed($"the least an Ask can cost, {how}", sides[5], sides[1], Goal.Shown);
    }
}
