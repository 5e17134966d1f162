using System.Diagnostics;
using Akka.Dispatch;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>An action or runnable that runs once, or again and again.</summary>
/// <param name="thread">The scheduler's thread.</param>
/// <param name="call">An <see cref="Action"/> or an <see cref="IRunnable"/>.</param>
/// <param name="interval">The interval between repetitions in ticks; zero for a call that runs once.</param>
internal sealed class CallEntry(SleepingThread thread, object call, long interval) : ScheduledEntry(thread)
{
    private object? _call = call;

    public override long Interval => interval;

    public override bool RunsAtOnce => _call is IQuickRunnable { RunsAtOnce: true };

    public override void Invoke()
    {
        switch (_call)
        {
            case Action action:
                action();
                break;
            case IRunnable runnable:
                runnable.Run();
                break;
            default:
                throw new UnreachableException();
        }
    }

    public override string Describe() => _call is Action action
        ? $"{action.Method.DeclaringType?.Name}.{action.Method.Name}"
        : $"{_call?.GetType().Name}";

    protected override void Clear() => _call = null;
}
