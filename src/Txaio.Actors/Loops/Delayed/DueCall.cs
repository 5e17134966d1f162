using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// A due call of <see cref="DelayedCalls"/> in the run queue. Until the loop runs the call, the call stays in its slot,
/// so that it can be cancelled or reset.
/// </summary>
internal sealed class DueCall(DelayedCalls calls, int slot, long order) : ICallback
{
    private WorkItem _call;

    /// <summary>Makes the entry of the run queue.</summary>
    public WorkItem AsWorkItem(ExecutionContext? context) => new(CallbackInvoker.OnLoop, this, null, context);

    void ICallback.Run(object? state)
    {
        if (!calls.TryTake(slot, order, out _call, out var due))
            return;
        if (due is { } at)
            calls.Fired(at);
        _call.Run();
    }

    string ICallback.Describe(object? state) =>
        _call.Invoker is null ? "a call that was cancelled or reset" : _call.Describe();
}
