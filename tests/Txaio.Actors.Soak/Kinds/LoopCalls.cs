namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Callbacks, tasks and async work on three loops, some slow, some that throw. The callbacks of one thread run on a
/// loop in the order in which the thread queued them.
/// </summary>
internal static class LoopCalls
{
    private const int Rounds = 500;
    private const int SlowOnes = 250;
    private const int Forms = 11;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(25);

    public static void Play(Cycle cycle)
    {
        // The last round of each thread on each loop. Only callbacks of the loop use its part.
        var order = new int[2][];
        for (var thread = 0; thread < order.Length; thread++)
            order[thread] = [.. Enumerable.Repeat(-1, cycle.World.Loops.Count)];
        cycle.OnThreads(Rounds, (thread, random, round) =>
        {
            var which = random.Next(cycle.World.Loops.Count);
            var loop = cycle.World.Loops[which].Loop;
            if (round % SlowOnes == 0)
                StartSlow(cycle, loop);
            StartOrdered(cycle, loop, round, order[thread], which);
            Start(cycle, loop, random.Next(Forms));
        });
    }

    private static void StartSlow(Cycle cycle, EventLoop loop)
    {
        var call = cycle.Start("slow CallSoon", Ends.Done);
        loop.CallSoon(() =>
        {
            Thread.Sleep(Slow);
            call.Done();
        });
    }

    private static void StartOrdered(Cycle cycle, EventLoop loop, int round, int[] last, int which)
    {
        var call = cycle.Start("CallSoon", Ends.Done);
        loop.CallSoon(() =>
        {
            if (last[which] >= round)
                cycle.Fail($"callback {round} ran after callback {last[which]} of the same thread");
            if (EventLoop.Current != loop)
                cycle.Fail($"a callback of {loop} ran on {EventLoop.Current}");
            last[which] = round;
            call.Done();
        });
    }

    private static void Start(Cycle cycle, EventLoop loop, int form)
    {
        switch (form)
        {
            case 0:
                loop.CallSoon(static call => call.Done(), cycle.Start("CallSoon with a state", Ends.Done));
                break;
            case 1:
                var throws = cycle.Start("CallSoon that throws", Ends.Failed);
                loop.CallSoon(() => throw new InjectedException(throws));
                break;
            case 2:
                var throwsLater = cycle.Start("async CallSoon that throws", Ends.Failed);
                loop.CallSoon(async () =>
                {
                    await Task.Yield();
                    throw new InjectedException(throwsLater);
                });
                break;
            case 3:
                var resumes = cycle.Start("async CallSoon", Ends.Done);
                loop.CallSoon(async () =>
                {
                    await Task.Yield();
                    if (!loop.IsCurrent)
                        cycle.Fail($"an await on {loop} resumed on {EventLoop.Current}");
                    resumes.Done();
                });
                break;
            case 4:
                var posted = cycle.Start("Post", Ends.Done);
                loop.SynchronizationContext.Post(_ => posted.Done(), null);
                break;
            case 5:
                var sent = cycle.Start("Send", Ends.Done);
                loop.SynchronizationContext.Send(_ => sent.Done(), null);
                break;
            default:
                StartTask(cycle, loop, form);
                break;
        }
    }

    private static void StartTask(Cycle cycle, EventLoop loop, int form)
    {
        switch (form)
        {
            case 6:
                cycle.Start("RunAsync", Ends.Done).Follow(loop.RunAsync(static () => 42));
                break;
            case 7:
                var fails = cycle.Start("RunAsync that throws", Ends.Failed, typeof(InjectedException));
                fails.Follow(loop.RunAsync(async () =>
                {
                    await Task.Yield();
                    throw new InjectedException(fails);
                }));
                break;
            case 8:
                using (var source = new CancellationTokenSource())
                {
                    var cancelled = cycle.Start("RunAsync that is cancelled", Ends.Done | Ends.Cancelled);
                    cancelled.Follow(loop.RunAsync(static async () => await Task.Yield(), source.Token));
                    source.Cancel();
                }

                break;
            case 9:
                // A token that lives through all cycles must not hold on to the work.
                cycle.Start("RunAsync with a token", Ends.Done)
                    .Follow(loop.RunAsync(static async () => await Task.Yield(), cycle.World.Never));
                break;
            default:
                cycle.Start("a task on the loop", Ends.Done).Follow(Task.Factory.StartNew(
                    static () => { }, CancellationToken.None, TaskCreationOptions.None, loop.TaskScheduler));
                break;
        }
    }
}
