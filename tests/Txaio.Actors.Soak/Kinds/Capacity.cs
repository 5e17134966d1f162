namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// A loop at its capacity, while a callback holds it. The loop accepts as many calls as its capacity, refuses and
/// counts the others, and never refuses a completion or a post. When the loop is free, it runs all that it accepted.
/// </summary>
internal static class Capacity
{
    private const int Rounds = 120;

    public static void Play(Cycle cycle)
    {
        var txaio = cycle.World.Full;
        var before = txaio.Loop.GetStatistics();
        using var held = new ManualResetEventSlim();
        using var open = new ManualResetEventSlim();
        var completed = txaio.CreateFuture<int>();
        cycle.Start("a completion on a full loop", Ends.Done).Follow(completed);
        var holds = cycle.Start("the callback that holds the loop", Ends.Done);
        txaio.Loop.CallSoon(() =>
        {
            held.Set();
            if (!open.Wait(Wait.Bound))
                cycle.Fail("the loop was not released");
            holds.Done();
        });
        if (!held.Wait(Wait.Bound))
            cycle.Fail("the loop was not held");
        cycle.OnThreads(Rounds, (_, _, _) => Start(
            cycle, "CallSoon", Ends.Done | Ends.Rejected, call => txaio.Loop.CallSoon(call.Done)));
        CheckFull(cycle, txaio, before);
        // Neither may be refused.
        completed.Resolve(1);
        var posted = cycle.Start("Post to a full loop", Ends.Done);
        txaio.Loop.SynchronizationContext.Post(_ => posted.Done(), null);
        open.Set();
        cycle.Until(() => holds.IsOver, () => "the loop was not released");
    }

    private static void CheckFull(Cycle cycle, ITxaio txaio, LoopStatistics before)
    {
        var full = txaio.Loop.GetStatistics();
        var refused = full.Refused - before.Refused;
        if (!full.IsFull || full.Taken != full.Capacity || refused != cycle.Ledger.Counts.Rejected)
            cycle.Fail($"{cycle.Ledger.Counts.Rejected} calls were refused, the loop has {refused}: {full}");
        Start(cycle, "RunAsync", Ends.Rejected, call => call.Follow(txaio.Loop.RunAsync(static () => 1)));
        Start(cycle, "CallLater", Ends.Rejected, call => txaio.CallLater(TimeSpan.Zero, call.Done));
        Start(cycle, "CreateFuture", Ends.Rejected, call => call.Follow(txaio.CreateFuture<int>()));
    }

    private static void Start(Cycle cycle, string what, Ends allowed, Action<Call> begin)
    {
        var call = cycle.Start($"{what} on a full loop", allowed);
        try
        {
            begin(call);
        }
        catch (LoopOverloadedException e)
        {
            call.End(e);
        }
    }
}
