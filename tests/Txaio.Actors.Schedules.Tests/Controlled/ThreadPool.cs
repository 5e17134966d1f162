using Txaio.Actors.Schedules.Tests;
using Pool = System.Threading.ThreadPool;

namespace Txaio.Actors;

/// <summary>
/// In the library's sources, stands for .NET's thread pool, which Coyote does not control: in a schedule each entry gets
/// a thread that Coyote controls.
/// </summary>
internal static class ThreadPool
{
    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem entry, bool preferLocal)
    {
        if (!Schedules.Tests.Schedules.IsRunning)
            return Pool.UnsafeQueueUserWorkItem(entry, preferLocal);
        Schedules.Tests.Schedules.Start(entry.Execute);
        return true;
    }

    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> entry, TState state, bool preferLocal)
    {
        if (!Schedules.Tests.Schedules.IsRunning)
            return Pool.UnsafeQueueUserWorkItem(entry, state, preferLocal);
        Schedules.Tests.Schedules.Start(() => entry(state));
        return true;
    }

    public static bool UnsafeQueueUserWorkItem(WaitCallback entry, object? state) =>
        UnsafeQueueUserWorkItem(entry.Invoke, state, preferLocal: false);
}
