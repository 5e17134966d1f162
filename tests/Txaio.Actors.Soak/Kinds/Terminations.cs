using Akka.Actor;
using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// A system that is terminated in the middle of work of all kinds, in each of three ways. No caller is left pending.
/// </summary>
internal static class Terminations
{
    private const int Rounds = 300;

    public static void Play(Cycle cycle)
    {
        var system = SoakSystem.Start("ending", "txaio.loops.other {}", cycle.Fail);
        EndingWork.Loaded[] parts = [Part(system.Txaio()), Part(system.Txaio("other"))];
        var work = new EndingWork(cycle);
        var ended = cycle.Start("the end of a system", Ends.Done);
        var middle = cycle.Random().Next(Rounds);
        cycle.OnThreads(Rounds, (thread, random, round) =>
        {
            if (thread == 0 && round == middle)
                ended.Follow(End(system, cycle.Number));
            work.Start(parts[random.Next(parts.Length)], random);
        });
        if (cycle.Until(() => ended.IsOver && system.WhenTerminated.IsCompleted, () => "the system has not ended"))
            work.CountDropped();
        system.Dispose();

        EndingWork.Loaded Part(ITxaio txaio) => new(
            txaio,
            txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(1)),
            system.ActorOf(Props.Create<Silent>()));
    }

    private static Task End(ActorSystem system, int how)
    {
        switch (how % 3)
        {
            case 0:
                return system.Terminate();
            case 1:
                return CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
            default:
                ((ExtendedActorSystem)system).Abort();
                return system.WhenTerminated;
        }
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
