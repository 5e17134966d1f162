namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Gathers and firsts of futures that are resolved, rejected and cancelled, and of one that stays pending through all
/// cycles. A cancel of a gathered future reaches each of its futures.
/// </summary>
internal static class Gathers
{
    private const int Rounds = 100;
    private const int Forms = 5;
    private const int Size = 6;

    public static void Play(Cycle cycle) => cycle.OnThreads(Rounds, (_, random, _) =>
    {
        var loops = cycle.World.Loops;
        var txaio = loops[random.Next(loops.Count)];
        Start(cycle, txaio, loops[random.Next(loops.Count)], random);
    });

    private static void Start(Cycle cycle, ITxaio txaio, ITxaio other, Random random)
    {
        switch (random.Next(Forms))
        {
            case 0:
                var size = random.Next(Size);
                var all = Enumerable.Range(0, size).Select(_ => Ending(cycle, other, random.Next(3))).ToList();
                cycle.Start("Gather", Ends.Done).Follow(txaio.Gather(all));
                break;
            case 1:
                cycle.Start("Gather without failures", Ends.Failed, typeof(InjectedException)).Follow(
                    txaio.Gather([Ending(cycle, other, 0), Ending(cycle, txaio, 1)], consumeExceptions: false));
                break;
            case 2:
                var gathered = txaio.Gather(Enumerable.Range(0, Size).Select(_ => Pending(cycle, other)).ToList());
                cycle.Start("Gather that is cancelled", Ends.Cancelled).Follow(gathered);
                ThreadPool.QueueUserWorkItem(_ => gathered.Cancel("soak"));
                break;
            case 3:
                cycle.Start("WhenAny", Ends.Done).Follow(
                    txaio.WhenAny(cycle.World.Stop, Ending(cycle, other, random.Next(3))));
                break;
            default:
                cycle.Start("FirstSuccess", Ends.Done).Follow(txaio.FirstSuccess(
                    [Ending(cycle, other, 1, Ends.Cancelled), Pending(cycle, txaio), Ending(cycle, txaio, 0)],
                    cancelOthers: true));
                break;
        }
    }

    private static Future<int> Pending(Cycle cycle, ITxaio txaio)
    {
        var future = txaio.CreateFuture<int>();
        cycle.Start("a future that the cancel reaches", Ends.Cancelled).Follow(future);
        return future;
    }

    private static Future<int> Ending(Cycle cycle, ITxaio txaio, int how, Ends also = Ends.None)
    {
        var (what, end) = how switch
        {
            0 => ("a resolved future", Ends.Done),
            1 => ("a rejected future", Ends.Failed),
            _ => ("a cancelled future", Ends.Cancelled),
        };
        var call = cycle.Start(what, end | also, typeof(InjectedException));
        var future = txaio.CreateFuture<int>();
        call.Follow(future);
        ThreadPool.QueueUserWorkItem(_ =>
        {
            switch (how)
            {
                case 0:
                    future.TryResolve(1);
                    break;
                case 1:
                    future.TryReject(new InjectedException(call));
                    break;
                default:
                    future.Cancel("soak");
                    break;
            }
        });
        return future;
    }
}
