namespace Txaio.Actors.Soak.Kinds;

/// <summary>Loops and timers that are made, used by another thread, and disposed with work of all kinds.</summary>
internal static class NewLoops
{
    private const int LoopsOfThread = 6;
    private const int CallsOfLoop = 60;

    public static void Play(Cycle cycle) => cycle.OnThreads(LoopsOfThread, (thread, random, round) =>
    {
        var made = cycle.Start("NewLoop", Ends.Done);
        var loop = cycle.World.System.Txaio().NewLoop($"new-{thread}", new LoopOptions { Capacity = 1_000 });
        var txaio = cycle.World.System.Txaio().WithConfig(loop);
        var timer = txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(1));
        var on = new EndingWork.Loaded(txaio, timer, cycle.World.Targets.Silent);
        var work = new EndingWork(cycle);
        var other = cycle.Random(random.Next());
        var user = Task.Run(() => Use(work, on, other));
        Use(work, on, random);
        if (round % 2 == 0)
            timer.Dispose();
        if (!loop.DisposeAsync().AsTask().Wait(Wait.Bound))
            cycle.Fail($"{loop} was not disposed");
        if (!user.Wait(Wait.Bound))
            cycle.Fail($"a user of {loop} has not ended");
        timer.Dispose();
        work.CountDropped();
        made.Done();
    });

    private static void Use(EndingWork work, EndingWork.Loaded on, Random random)
    {
        for (var i = 0; i < CallsOfLoop; i++)
            work.Start(on, random);
    }
}
