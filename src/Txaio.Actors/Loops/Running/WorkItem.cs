using Txaio.Actors.Loops.Scopes;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// A callback with its invoker, state and context: an entry of a run queue, or a delayed call. A struct of four
/// references, so that an entry allocates no object.
/// </summary>
/// <param name="Invoker">Runs the callback.</param>
/// <param name="Callback">The callback; reports name its method.</param>
/// <param name="State">The argument that the invoker passes to the callback.</param>
/// <param name="Context">The execution context to run in; null for the default one.</param>
internal readonly record struct WorkItem(
    CallInvoker Invoker, object Callback, object? State, ExecutionContext? Context)
{
    /// <summary>Runs the callback, in the execution context of the calling thread.</summary>
    public void Run() => Invoker.Invoke(Callback, State);

    /// <summary>
    /// Runs the callback in its own execution context, outside of the cancel scope of the code that queued it.
    /// </summary>
    public void RunInContext() => ExecutionContext.Run(
        Context ?? DefaultExecutionContext.Instance,
        static item =>
        {
            CancelScope.Leave();
            ((WorkItem)item!).Run();
        },
        this);

    /// <summary>A name for reports.</summary>
    public string Describe() => Invoker.Describe(Callback, State);
}
