namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Futures that threads of the pool complete, twice at once, with callbacks, awaits, timeouts, pipes and mapped values.
/// Waits for a future that stays pending through all cycles.
/// </summary>
internal static class Futures
{
    private const int Rounds = 250;
    private const int Forms = 12;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Play(Cycle cycle) => cycle.OnThreads(Rounds, (_, random, _) =>
    {
        var txaio = cycle.World.Loops[random.Next(cycle.World.Loops.Count)];
        var form = random.Next(Forms);
        if (form < Forms / 2)
            StartOwn(cycle, txaio, form);
        else
            StartOther(cycle, txaio, form, random.Next(2) == 0);
    });

    private static void StartOwn(Cycle cycle, ITxaio txaio, int form)
    {
        switch (form)
        {
            case 0:
                cycle.Start("a future that two threads resolve", Ends.Done).Follow(Resolved(cycle, txaio));
                break;
            case 1:
                var rejected = cycle.Start("a future that is rejected", Ends.Failed, typeof(InjectedException));
                var fails = txaio.CreateFuture<int>();
                rejected.Follow(fails);
                OnPool(() => fails.Reject(new InjectedException(rejected)));
                break;
            case 2:
                var canceller = cycle.Start("a canceller", Ends.Done);
                var cancelled = txaio.CreateFuture<int>(_ => canceller.Done());
                cycle.Start("a future that is cancelled", Ends.Cancelled).Follow(cancelled);
                OnPool(() => cancelled.Cancel("soak"));
                break;
            case 3:
                var throws = cycle.Start("a callback that throws", Ends.Failed);
                Resolved(cycle, txaio).AddCallbacks(_ => throw new InjectedException(throws));
                break;
            case 4:
                var caught = cycle.Start("a callback that throws to its errback", Ends.Failed);
                Resolved(cycle, txaio).AddCallbacks(
                    _ => throw new InjectedException(caught), failure => caught.End(failure.Value));
                break;
            default:
                cycle.Start("an await", Ends.Done).Follow(Awaits(Resolved(cycle, txaio)));
                break;
        }
    }

    private static void StartOther(Cycle cycle, ITxaio txaio, int form, bool flip)
    {
        switch (form)
        {
            case 6:
                cycle.Start("CancelAfter of a pending future", Ends.Cancelled).Follow(flip
                    ? txaio.CreateFuture<int>().CancelAfter(Short)
                    : txaio.CreateFuture<int>().CancelAfter(cycle.World.Timer, Short));
                break;
            case 7:
                cycle.Start("CancelAfter of a future that is resolved", Ends.Done).Follow(flip
                    ? Resolved(cycle, txaio).CancelAfter(Hour)
                    : Resolved(cycle, txaio).CancelAfter(cycle.World.Timer, Hour));
                break;
            case 8:
                cycle.Start("WaitAsync of a future that stays pending", Ends.Failed, typeof(TimeoutException))
                    .Follow(cycle.World.Stop.WaitAsync(Short, cycle.World.Never));
                break;
            case 9:
                using (var source = new CancellationTokenSource())
                {
                    cycle.Start("WaitAsync that is cancelled", Ends.Cancelled)
                        .Follow(cycle.World.Stop.WaitAsync(Hour, source.Token));
                    source.Cancel();
                }

                break;
            case 10:
                var piped = cycle.Start("PipeTo", flip ? Ends.Done : Ends.Failed);
                var source2 = txaio.CreateFuture<Call>();
                source2.PipeTo(cycle.World.Targets.Sink);
                OnPool(() => _ = flip ? source2.TryResolve(piped) : source2.TryReject(new InjectedException(piped)));
                break;
            default:
                var mapped = cycle.Start("Select", flip ? Ends.Done : Ends.Failed, typeof(InjectedException));
                mapped.Follow(Resolved(cycle, txaio)
                    .Select(async value => await Resolved(cycle, txaio) + value)
                    .Select(value => flip ? value : throw new InjectedException(mapped)));
                break;
        }
    }

    // One of two completions wins.
    private static Future<int> Resolved(Cycle cycle, ITxaio txaio)
    {
        var future = txaio.CreateFuture<int>();
        var loses = cycle.Start("a second completion", Ends.Done);
        var wins = cycle.Start("a first completion", Ends.Done);
        for (var i = 0; i < 2; i++)
            OnPool(() => (future.TryResolve(1) ? wins : loses).Done());
        return future;
    }

    private static async Task Awaits(Future<int> future) => await future;

    private static void OnPool(Action work) => ThreadPool.QueueUserWorkItem(static work => work(), work, true);
}
