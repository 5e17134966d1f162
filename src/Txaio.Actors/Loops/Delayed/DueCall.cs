using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// A call of <see cref="DelayedCalls"/> on its way through the run queue. Until the loop comes to it, it stays in its
/// slot, so that it can still be cancelled.
/// </summary>
internal sealed class DueCall(DelayedCalls timers, int slot, long sequence)
{
    private WorkItem _call;

    /// <summary>As an entry of the run queue.</summary>
    public WorkItem AsWorkItem(ExecutionContext? context) => new(RunDue.Instance, this, null, context);

    private sealed class RunDue : CallInvoker
    {
        public static readonly RunDue Instance = new();

        public override void Invoke(object callback, object? state) => ((DueCall)callback).Run();

        public override string Describe(object callback, object? state) => ((DueCall)callback).Describe();
    }

    private void Run()
    {
        if (!timers.TryTake(slot, sequence, out _call, out var due))
            return;
        if (due is { } at)
            timers.Fired(at);
        _call.Run();
    }

    private string Describe() => _call.Invoker is null ? "that was cancelled" : _call.Describe();
}
