using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>What a delayed call of a loop is made of.</summary>
/// <param name="Invoker">How to run the callback.</param>
/// <param name="Callback">The callback.</param>
/// <param name="State">What the invoker hands it.</param>
/// <param name="Context">The execution context to run in; null for the default one.</param>
internal readonly record struct LoopCall(
    CallInvoker Invoker, object Callback, object? State, ExecutionContext? Context)
{
    public void Run() => Invoker.Invoke(Callback, State);

    public string Describe() => Invoker.Describe(Callback, State);
}
