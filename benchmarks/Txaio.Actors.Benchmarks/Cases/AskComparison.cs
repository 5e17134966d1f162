using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The comparison of P3 and P4: Ask beside Ask, one at a time and 64 in flight.</summary>
internal static class AskComparison
{
    private const double QuarterOfTheBytes = 0.25;

    // The runtime recompiles the async methods, the actor and the thread pool for some seconds.
    private static readonly TimeSpan WarmEnough = TimeSpan.FromSeconds(3);

    public static void Run(CaseRun run, TimeSpan timeout, Goal serial, Goal inFlight)
    {
        using var system = new BenchSystem();
        var echo = system.System.ActorOf(Props.Create<EchoActor>());
        using var proto = new ProtoAsker(timeout);
        Asker[] askers =
        [
            new TxaioAsker(system.Txaio, echo, timeout),
            new AkkaAsker(echo, timeout),
            proto,
            new BareAsker((ExtendedActorSystem)system.System, echo),
        ];
        Asker[] onLoop =
        [
            new TxaioAsker(system.Txaio, echo, timeout) { Loop = system.Txaio.Loop },
            new AkkaAsker(echo, timeout) { Loop = system.Txaio.Loop },
        ];

        // With one Ask at a time, chance decides which processor runs which step. So there are many rounds.
        Compare(run, "serial", 151, askers, onLoop, static (asker, count) => asker.Serial(count), serial);
        Compare(run, "64 in flight", 61, askers, onLoop, static (asker, count) => asker.Concurrent(count), inFlight);
    }

    private static void Compare(
        CaseRun run, string how, int rounds, Asker[] askers, Asker[] onLoop, Func<Asker, int, Work> work, Goal speed)
    {
        // The processors of the steps stay the same for some milliseconds, so many short rounds say more than a
        // few long rounds. Rows without a bar have fewer rounds.
        var count = run.Size(12_800, 6_400);
        var sides = Rounds.Interleave(
            run.Size(rounds, 5), WarmEnough, [.. askers[..2].Select(asker => work(asker, count))]);
        var others = Rounds.Interleave(run.Size(9, 2), [.. askers.Select(asker => work(asker, count))]);
        var loops = Rounds.Interleave(run.Size(3, 2), [.. onLoop.Select(asker => work(asker, count))]);
        run.Speed($"Ask, {how}", sides[0], sides[1], speed);
        run.Bytes($"Ask, {how}", sides[0], sides[1], Goal.AtMost(QuarterOfTheBytes));
        run.Speed($"Ask by code on a loop, {how}", loops[0], loops[1], Goal.Shown);
        run.Speed($"Ask, {how}", others[0], others[2], Goal.Shown);
        // The limit for any Ask: mailbox, dispatcher and thread pool only.
        run.Speed($"the least an Ask can cost, {how}", others[3], others[1], Goal.Shown);
    }
}
