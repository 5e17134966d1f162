using Akka.Actor;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>Time as a loop has it: the scheduler's clocks, and timers that call back on the loop.</summary>
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

    // Task.Delay and Task.WaitAsync: their callbacks end a task and do nothing else.
    private static bool IsOfTask(TimerCallback callback)
    {
        var type = callback.Method.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type is not null && typeof(Task).IsAssignableFrom(type);
    }
}
