namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Calls of batched timers. One timer lives through all cycles and gets many calls that are due in an hour and are all
/// cancelled; others are made for the cycle and disposed with calls that wait.
/// </summary>
internal static class BatchedTimers
{
    private const int Rounds = 250;
    private const int LongestMs = 60;
    private const int Forms = 7;
    private const int LongCalls = 500;
    private const int ChunkSize = 7;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Play(Cycle cycle)
    {
        IBatchedTimer[] own =
        [
            cycle.World.Loops[0].MakeBatchedTimer(TimeSpan.FromMilliseconds(1), ChunkSize),
            cycle.World.Loops[2].MakeBatchedTimer(TimeSpan.FromMilliseconds(25), rounding: BucketRounding.Up),
        ];
        cycle.OnThreads(Rounds, (_, random, _) =>
        {
            var timer = random.Next(3) is var which && which < own.Length ? own[which] : cycle.World.Timer;
            Start(cycle, timer, random.Next(Forms), TimeSpan.FromMilliseconds(random.Next(LongestMs)));
        });
        CancelLongCalls(cycle);
        cycle.Until(() => Array.TrueForAll(own, static timer => timer.PendingCalls == 0), () => "calls are left");
        foreach (var timer in own)
            DisposeWithCalls(cycle, timer);
    }

    private static void Start(Cycle cycle, IBatchedTimer timer, int form, TimeSpan delay)
    {
        switch (form)
        {
            case 0:
                timer.CallLater(delay, static call => call.Done(), cycle.Start("CallLater", Ends.Done));
                break;
            case 1:
                var throws = cycle.Start("CallLater that throws", Ends.Failed);
                timer.CallLater(delay, () => throw new InjectedException(throws));
                break;
            case 2:
                var never = cycle.Start("CallLater, cancelled", Ends.Done | Ends.Cancelled);
                if (timer.CallLater(delay, never.Done).Cancel())
                    never.Cancelled();
                break;
            case 3:
                var reset = cycle.Start("CallLater that is reset", Ends.Done);
                if (!timer.CallLater(Hour, reset.Done).Reset(delay))
                    cycle.Fail("a call in an hour was not reset");
                break;
            case 4:
                timer.CallLater(delay, cycle.World.Targets.Sink, cycle.Start("CallLater of a message", Ends.Done));
                break;
            case 5:
                timer.CallLater(delay, cycle.Start("CallLater with a token", Ends.Done).Done, cycle.World.Never);
                break;
            default:
                var raced = cycle.Start("CallLater, cancelled when due", Ends.Done | Ends.Cancelled);
                var handle = timer.CallLater(delay, raced.Done);
                timer.CallLater(delay, () =>
                {
                    if (handle.Cancel())
                        raced.Cancelled();
                });
                break;
        }
    }

    private static void CancelLongCalls(Cycle cycle)
    {
        var calls = Enumerable.Range(0, LongCalls)
            .Select(i => cycle.Start("CallLater in an hour, cancelled", Ends.Cancelled) is var call
                ? (Call: call, Handle: cycle.World.Timer.CallLater(Hour + TimeSpan.FromMilliseconds(i), call.Done))
                : default)
            .ToList();
        foreach (var (call, handle) in calls)
        {
            if (handle.Cancel())
                call.Cancelled();
        }
    }

    private static void DisposeWithCalls(Cycle cycle, IBatchedTimer timer)
    {
        var calls = Enumerable.Range(0, LongCalls / 10)
            .Select(_ => cycle.Start("CallLater of a disposed timer", Ends.Cancelled))
            .ToList();
        var handles = calls.ConvertAll(call => timer.CallLater(Hour, call.Done));
        if (!timer.DisposeAsync().AsTask().Wait(Wait.Bound))
            cycle.Fail("a timer was not disposed");
        if (handles.Exists(static handle => handle.IsActive || handle.Cancel()))
            cycle.Fail("a call of a disposed timer is active");
        calls.ForEach(static call => call.Cancelled());
        var refused = cycle.Start("CallLater after the disposal", Ends.Rejected);
        try
        {
            timer.CallLater(TimeSpan.Zero, refused.Done);
        }
        catch (ObjectDisposedException e)
        {
            refused.End(e);
        }
    }
}
