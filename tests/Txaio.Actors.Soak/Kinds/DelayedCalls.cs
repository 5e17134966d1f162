namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Delayed calls of loops: callbacks, messages and sleeps that come, fail, are reset, or are cancelled by handle, token
/// and future. Calls that are due in an hour are all cancelled.
/// </summary>
internal static class DelayedCalls
{
    private const int Rounds = 250;
    private const int LongestMs = 60;
    private const int Forms = 10;
    private const int Repeats = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Play(Cycle cycle) => cycle.OnThreads(Rounds, (_, random, _) =>
    {
        var txaio = cycle.World.Loops[random.Next(cycle.World.Loops.Count)];
        var delay = TimeSpan.FromMilliseconds(random.Next(LongestMs));
        Start(cycle, txaio, random.Next(Forms), delay, random.Next(2) == 0);
    });

    private static void Start(Cycle cycle, ITxaio txaio, int form, TimeSpan delay, bool flip)
    {
        switch (form)
        {
            case 0:
                txaio.CallLater(delay, static call => call.Done(), cycle.Start("CallLater", Ends.Done));
                break;
            case 1:
                var throws = cycle.Start("CallLater that throws", Ends.Failed);
                txaio.CallLater(delay, () => throw new InjectedException(throws));
                break;
            case 2:
                var raced = cycle.Start("CallLater that is cancelled", Ends.Done | Ends.Cancelled);
                CancelLater(txaio, delay, raced, txaio.CallLater(delay, raced.Done));
                break;
            case 3:
                var never = cycle.Start("CallLater in an hour, cancelled", Ends.Cancelled);
                CancelNow(never, txaio.CallLater(flip ? Hour : Timeout.InfiniteTimeSpan, never.Done));
                break;
            case 4:
                var reset = cycle.Start("CallLater that is reset", Ends.Done);
                if (!txaio.CallLater(Hour, reset.Done).Reset(delay))
                    cycle.Fail("a call in an hour was not reset");
                break;
            case 5:
                WithToken(cycle, txaio, delay);
                break;
            case 6:
                txaio.CallLater(delay, cycle.World.Targets.Sink, cycle.Start("CallLater of a message", Ends.Done));
                break;
            case 7:
                var message = cycle.Start("CallLater of a message, cancelled", Ends.Done | Ends.Cancelled);
                CancelLater(txaio, delay, message, txaio.CallLater(delay, cycle.World.Targets.Sink, message));
                break;
            case 8:
                Sleep(cycle, txaio, delay, flip);
                break;
            default:
                Repeat(cycle, txaio, delay / Repeats);
                break;
        }
    }

    private static void CancelNow(Call call, DelayedCall handle)
    {
        if (handle.Cancel())
            call.Cancelled();
    }

    // Another thread cancels about when the call is due. A call that was not cancelled runs.
    private static void CancelLater(ITxaio txaio, TimeSpan delay, Call call, DelayedCall handle) =>
        _ = Task.Delay(delay, txaio.Loop.TimeProvider)
            .ContinueWith(_ => CancelNow(call, handle), TaskScheduler.Default);

    private static void WithToken(Cycle cycle, ITxaio txaio, TimeSpan delay)
    {
        var call = cycle.Start("CallLater with a token", Ends.Done | Ends.Cancelled);
        var source = new CancellationTokenSource();
        txaio.CallLater(delay, call.Done, source.Token);
        // A token that lives through all cycles must not hold on to the call.
        txaio.CallLater(delay, cycle.Start("CallLater with another token", Ends.Done).Done, cycle.World.Never);
        _ = Task.Delay(delay, txaio.Loop.TimeProvider).ContinueWith(
            _ =>
            {
                source.Cancel();
                source.Dispose();
                // A callback that began before the cancel ends before this callback, and no other begins.
                txaio.Loop.CallSoon(() =>
                {
                    if (!call.IsOver)
                        call.Cancelled();
                });
            },
            TaskScheduler.Default);
    }

    private static void Sleep(Cycle cycle, ITxaio txaio, TimeSpan delay, bool isCancelled)
    {
        if (!isCancelled)
        {
            cycle.Start("Sleep", Ends.Done).Follow(txaio.Sleep(delay));
            cycle.Start("Task.Delay", Ends.Done).Follow(Task.Delay(delay, txaio.Loop.TimeProvider, cycle.World.Never));
            return;
        }

        var sleep = txaio.Sleep(Hour, cycle.World.Never);
        cycle.Start("Sleep of an hour, cancelled", Ends.Cancelled).Follow(sleep);
        sleep.Cancel("woken");
    }

    private static void Repeat(Cycle cycle, ITxaio txaio, TimeSpan interval)
    {
        var call = cycle.Start("CallRepeatedly", Ends.Cancelled);
        var runs = 0;
        RepeatedCall? repeated = null;
        repeated = txaio.CallRepeatedly(interval + TimeSpan.FromMilliseconds(1), () =>
        {
            if (++runs < Repeats)
                return;
            // The loop can be faster than the assignment.
            SpinWait.SpinUntil(() => Volatile.Read(ref repeated) is not null);
            if (repeated!.Cancel())
                call.Cancelled();
            if (runs > Repeats)
                cycle.Fail($"a repeated call ran {runs} times, and was cancelled after {Repeats}");
        });
    }
}
