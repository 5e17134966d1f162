namespace Txaio.Actors.Loops.Running;

/// <summary>One entry of a loop's run queue: 32 bytes in the queue's segments, no object of its own.</summary>
/// <param name="Invoker">How to run the callback.</param>
/// <param name="Callback">The callback; its method is what reports name.</param>
/// <param name="State">What the invoker hands it.</param>
/// <param name="Context">The execution context to run in; null for the default one.</param>
internal readonly record struct WorkItem(
    CallInvoker Invoker, object Callback, object? State, ExecutionContext? Context)
{
    /// <summary>A name for reports.</summary>
    public string Describe() => Invoker.Describe(Callback, State);
}
