using Akka.Actor.Internal;

namespace Txaio.Actors.TestKit.Driving;

/// <summary>
/// Runs actors and callbacks on the test's thread as if on a fresh thread of the pool. They see no current actor (which
/// is the test kit's implicit sender), no synchronization context (where an await in an actor would resume), and no
/// async locals of the test. Async locals that they set do not reach the test.
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
