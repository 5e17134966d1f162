using Akka.Actor;

namespace Txaio.Actors.Hosting;

/// <summary>Asks a loop whether it turns: by a callback, of which no more than one waits at a time.</summary>
/// <remarks>
/// The clock is the loop's, the one that may wait is Akka's scheduler: no thread waits, and virtual time reaches both.
/// </remarks>
internal sealed class LoopProbe(EventLoop loop)
{
    // Checks may run at the same time; they share the callback. Guards the three fields below.
    private readonly Lock _gate = new();
    private Task<bool>? _answer;
    private long _executed;
    private TimeSpan _since;

    /// <summary>The loop that is asked.</summary>
    public EventLoop Loop => loop;

    /// <summary>
    /// What the loop is like: at once if it turns or is known not to, else after what is left of <paramref name="limit"/>.
    /// </summary>
    public async Task<LoopLife> LookAsync(IScheduler scheduler, TimeSpan limit, CancellationToken cancellationToken)
    {
        var answer = Ask();
        while (true)
        {
            if (answer.IsCompleted)
                return await answer ? LoopLife.Turns : LoopLife.Ended;
            if (StuckFor() is not { } stuck)
                return LoopLife.Turns;
            if (stuck >= limit)
                return new LoopLife(IsEnded: false, stuck);
            await WaitAsync(answer, scheduler, limit - stuck, cancellationToken);
        }
    }

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

    private Task<bool> Ask()
    {
        lock (_gate)
        {
            if (_answer is { IsCompleted: false })
                return _answer;
            var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _answer = answer.Task;
            _executed = loop.GetStatistics().Executed;
            _since = loop.Time;
            // Not CallSoon: a loop at its capacity would refuse it. On a closed loop this runs on the thread pool.
            loop.SynchronizationContext.Post(_ => answer.TrySetResult(loop.IsCurrent), state: null);
            return answer.Task;
        }
    }

    // Null when the loop has run callbacks since the last look: it turns, only the question still waits its turn.
    private TimeSpan? StuckFor()
    {
        lock (_gate)
        {
            var executed = loop.GetStatistics().Executed;
            if (executed == _executed)
                return loop.Time - _since;
            _executed = executed;
            _since = loop.Time;
            return null;
        }
    }
}

/// <summary>What a look at a loop found.</summary>
/// <param name="IsEnded">Whether the loop has closed.</param>
/// <param name="StuckFor">For how long no callback has ended; zero if the loop turns.</param>
internal readonly record struct LoopLife(bool IsEnded, TimeSpan StuckFor)
{
    /// <summary>The loop turns.</summary>
    public static readonly LoopLife Turns = new(IsEnded: false, TimeSpan.Zero);

    /// <summary>The loop has closed.</summary>
    public static readonly LoopLife Ended = new(IsEnded: true, TimeSpan.Zero);
}
