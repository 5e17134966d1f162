using Akka.Actor;

namespace Txaio.Actors.Hosting;

/// <summary>Asks a loop whether it turns: by a callback, of which no more than one waits at a time.</summary>
/// <remarks>
/// The clock is the loop's, the one that may wait is Akka's scheduler: no thread waits, and virtual time reaches both.
/// While a callback waits, the scheduler looks at the clock ten times a limit, also between checks: a loop is stuck
/// only while the scheduler is not.
/// </remarks>
internal sealed class LoopProbe(EventLoop loop)
{
    private const int LooksInLimit = 10;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(1);

    // Checks may run at the same time as each other and as the scheduler's looks. Guards the fields below.
    private readonly Lock _gate = new();
    private Task<bool>? _answer;
    private ObservedTime? _time;
    private long _executedAtCheck;
    private long _executedAtLook;

    /// <summary>The loop that is asked.</summary>
    public EventLoop Loop => loop;

    /// <summary>
    /// Returns the loop's state: at once if the loop runs turns or is known to be stuck, else after the rest of
    /// <paramref name="limit"/>.
    /// </summary>
    public async Task<LoopLife> LookAsync(IScheduler scheduler, TimeSpan limit, CancellationToken cancellationToken)
    {
        var step = Max(limit / LooksInLimit, ShortestStep);
        var answer = Ask(scheduler, step);
        while (true)
        {
            if (answer.IsCompleted)
                return await answer ? LoopLife.Turns : LoopLife.Ended;
            if (HasProgressed())
                return LoopLife.Turns;
            var stuck = Look();
            if (stuck >= limit)
                return new LoopLife(IsEnded: false, stuck);
            await WaitAsync(answer, scheduler, step, cancellationToken);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static async Task WaitAsync(
        Task answer, IScheduler scheduler, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = scheduler.Advanced.ScheduleOnceCancelable(atMost, () => late.TrySetResult());
        try
        {
            await Task.WhenAny(answer, late.Task).WaitAsync(cancellationToken);
        }
        finally
        {
            call.Cancel();
        }
    }

    private Task<bool> Ask(IScheduler scheduler, TimeSpan step)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_answer is { IsCompleted: false })
                return _answer;
            _answer = answer.Task;
            _executedAtCheck = _executedAtLook = loop.GetStatistics().Executed;
            _time = new ObservedTime(step, loop.Time);
        }

        var looks = scheduler.Advanced.ScheduleRepeatedlyCancelable(step, step, () => Look());
        // Not CallSoon: a loop at its capacity would refuse it. On a closed loop this runs on the thread pool.
        loop.SynchronizationContext.Post(
            _ =>
            {
                looks.Cancel();
                answer.TrySetResult(loop.IsCurrent);
            },
            state: null);
        return answer.Task;
    }

    // Whether the loop has run callbacks since the last check: then it turns, and the question only waits its turn.
    private bool HasProgressed()
    {
        lock (_gate)
        {
            var executed = loop.GetStatistics().Executed;
            if (executed == _executedAtCheck)
                return false;
            _executedAtCheck = executed;
            return true;
        }
    }

    // For how long the loop has run none.
    private TimeSpan Look()
    {
        lock (_gate)
        {
            var executed = loop.GetStatistics().Executed;
            if (executed == _executedAtLook)
            {
                _time!.Look(loop.Time);
            }
            else
            {
                _executedAtLook = executed;
                _time!.Restart(loop.Time);
            }

            return _time.Passed;
        }
    }
}

/// <summary>The result of a look at a loop.</summary>
/// <param name="IsEnded">Whether the loop has closed.</param>
/// <param name="StuckFor">For how long no callback has ended; zero if the loop turns.</param>
internal readonly record struct LoopLife(bool IsEnded, TimeSpan StuckFor)
{
    /// <summary>The loop turns.</summary>
    public static readonly LoopLife Turns = new(IsEnded: false, TimeSpan.Zero);

    /// <summary>The loop has closed.</summary>
    public static readonly LoopLife Ended = new(IsEnded: true, TimeSpan.Zero);
}
