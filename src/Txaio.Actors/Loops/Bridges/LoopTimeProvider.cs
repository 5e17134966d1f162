using Akka.Actor;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>The time provider of a loop: the scheduler's clocks, and timers whose callbacks run on the loop.</summary>
internal sealed class LoopTimeProvider(EventLoop loop, IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now.ToUniversalTime();

    public override long GetTimestamp() => scheduler.HighResMonotonicClock.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new LoopTimer(loop, callback, state, ExecutionContext.Capture())
        {
            CompletesExternalTask = loop.Driven is not null && ExternalCode.IsCurrent && IsOfTask(callback),
            ExternalContext = ExternalCode.AwaitContext,
        };
        timer.Change(dueTime, period);
        return timer;
    }

    // The callbacks of Task.Delay and Task.WaitAsync complete a task and do nothing else.
    private static bool IsOfTask(TimerCallback callback)
    {
        var type = callback.Method.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return typeof(Task).IsAssignableFrom(type);
    }
}
