using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Closing;

/// <summary>The disposal of a loop that was made while the system runs. Any thread.</summary>
/// <param name="dispatcher">The loop's own dispatcher; null for a shared dispatcher or a user's type.</param>
/// <param name="close">Begins to close the loop. Called once.</param>
/// <param name="allGone">Completes when no loop of the actor system has an actor any more.</param>
internal sealed class LoopDisposal(LoopDispatcher? dispatcher, Action<EventLoop> close, Task allGone)
{
    // Akka's pool gives no signal when its threads have ended, so the disposal joins the loop's last thread. That
    // thread has nothing left to run.
    private static readonly TimeSpan LongestJoin = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _gone = new();
    private int _begun;
    private Thread? _lastThread;

    /// <summary>Whether the disposal has begun.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>Closes the loop, once.</summary>
    /// <returns>
    /// True, when the loop has closed and its actor and its thread have ended, or when the loop was abandoned.
    /// </returns>
    public async Task<bool> RunAsync(EventLoop loop)
    {
        // The exchange lets one thread close the loop: several threads may dispose the loop at the same time.
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            close(loop);
        await Task.WhenAny(_gone.Task, allGone).ConfigureAwait(false);
        if (Volatile.Read(ref _lastThread) is { IsAlive: true } thread)
            await Task.Run(() => thread.Join(LongestJoin)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Records the thread of a loop that has just closed. Called on the loop's thread.</summary>
    public void ClosedHere()
    {
        if (dispatcher is not null)
            Volatile.Write(ref _lastThread, Thread.CurrentThread);
    }

    /// <summary>Ends the loop's own threads. Called when its actor has stopped and its name is free.</summary>
    public void ActorStopped()
    {
        dispatcher?.End();
        _gone.TrySetResult();
    }

    /// <summary>Ends the wait for a loop whose callback does not return.</summary>
    public void Abandoned() => _gone.TrySetResult();
}
