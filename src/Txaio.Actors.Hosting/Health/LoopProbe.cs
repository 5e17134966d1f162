using Akka.Actor;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Checks that a loop runs callbacks, by posting a callback. No more than one posted callback waits at a time.
/// </summary>
/// <remarks>
/// Time is read from the loop's clock. Waits are calls of the library's scheduler, so no thread waits, and virtual time drives
/// both. While the posted callback waits, the scheduler reads the clock ten times within the limit, also between
/// checks. So a pause of the whole process, which stops the scheduler as well, does not count as a stuck loop.
/// </remarks>
internal sealed class LoopProbe(EventLoop loop)
{
    private const int LooksInLimit = 10;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(1);

    // Guards the fields below: several checks, and looks from the scheduler's thread, may run at the same time.
    private readonly Lock _gate = new();
    private Task<bool>? _answer;
    private ObservedTime? _time;
    private long _executedAtCheck;
    private long _executedAtLook;

    /// <summary>The loop that is checked.</summary>
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
        // Not CallSoon, which a loop at its capacity refuses. A closed loop runs this callback on the thread pool.
        loop.SynchronizationContext.Post(
            _ =>
            {
                looks.Cancel();
                answer.TrySetResult(loop.IsCurrent);
            },
            state: null);
        return answer.Task;
    }

    // Whether the loop has run callbacks since the last check. Then it is not stuck: the posted callback only waits.
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

    // Returns for how long the loop has run no callback.
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
