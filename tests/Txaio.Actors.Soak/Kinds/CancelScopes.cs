using Akka;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Async functions as futures, each of which has started work of several kinds when it is cancelled. The cancel reaches
/// the function and all its work, and each ends once.
/// </summary>
internal static class CancelScopes
{
    private const int Rounds = 100;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Play(Cycle cycle) => cycle.OnThreads(Rounds, (_, random, _) =>
    {
        var txaio = cycle.World.Loops[random.Next(cycle.World.Loops.Count)];
        switch (random.Next(3))
        {
            case 0:
                cycle.Start("a function", Ends.Done).Follow(
                    txaio.AsFuture(async () => await txaio.AsFuture(() => Short(txaio))));
                break;
            case 1:
                var fails = cycle.Start("a function that fails", Ends.Failed, typeof(InjectedException));
                fails.Follow(txaio.AsFuture(async () =>
                {
                    await Short(txaio);
                    throw new InjectedException(fails);
                }));
                break;
            default:
                Cancel(cycle, txaio, random.Next(3));
                break;
        }
    });

    private static async Task Short(ITxaio txaio) => await txaio.Sleep(TimeSpan.FromMilliseconds(1));

    private static void Cancel(Cycle cycle, ITxaio txaio, int delayMs)
    {
        var body = cycle.Start("the body of a cancelled function", Ends.Cancelled);
        var function = txaio.AsFuture(() => Body(cycle, txaio, body));
        cycle.Start("a function that is cancelled", Ends.Cancelled).Follow(function);
        if (delayMs == 0)
            function.Cancel("soak");
        else
            txaio.CallLater(TimeSpan.FromMilliseconds(delayMs), () => function.Cancel("soak"));
    }

    private static async Task<Done> Body(Cycle cycle, ITxaio txaio, Call body)
    {
        try
        {
            var asked = txaio.Ask<int>(cycle.World.Targets.Silent, "never", Timeout.InfiniteTimeSpan);
            cycle.Start("an Ask of a cancelled function", Ends.Cancelled).Follow(asked);
            var inner = txaio.AsFuture(async () => await txaio.Sleep(Hour));
            cycle.Start("a function of a cancelled function", Ends.Cancelled).Follow(inner);
            await txaio.Gather(asked, inner);
            body.Done();
        }
        catch (OperationCanceledException e)
        {
            // The clean-up may await.
            await Short(txaio);
            body.End(e);
            throw;
        }

        return Done.Instance;
    }
}
