using System.Runtime.CompilerServices;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// An await of this resumes on the loop, behind the callbacks that are queued. For awaits of objects that ignore the
/// current context, such as Kestrel's pipes. On a loop that has closed, the rest runs on the thread pool.
/// </summary>
internal readonly struct NextTurn(EventLoop loop) : ICriticalNotifyCompletion
{
    // Without an object for each await.
    private static readonly SendOrPostCallback Resume = static rest => ((Action)rest!)();

    public bool IsCompleted => false;

    public NextTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => loop.SynchronizationContext.Post(Resume, continuation);
}
