using Akka.Actor.Internal;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// Makes the test's thread look like a fresh thread of the pool while actors and callbacks run on it: no current
/// actor (the test kit's implicit sender), no synchronization context (an await in an actor would go to xunit's
/// instead of back to the actor), no async locals of the test, and none left behind.
/// </summary>
internal static class CleanThread
{
    private static readonly ExecutionContext Default = CaptureDefault();

    public static void Run(Action action)
    {
        var cell = InternalCurrentActorCellKeeper.Current;
        var context = SynchronizationContext.Current;
        InternalCurrentActorCellKeeper.Current = null;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            ExecutionContext.Run(Default, static state => ((Action)state!)(), action);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            InternalCurrentActorCellKeeper.Current = cell;
        }
    }

    private static ExecutionContext CaptureDefault()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture()) { IsBackground = true };
        thread.UnsafeStart();
        thread.Join();
        return context ?? throw new InvalidOperationException("A fresh thread has no execution context.");
    }
}
