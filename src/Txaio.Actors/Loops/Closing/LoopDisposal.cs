using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Closing;

/// <summary>The disposal of a loop that was made while the system runs. Any thread.</summary>
/// <param name="dispatcher">The dispatcher of the loop's own; null for a shared one.</param>
/// <param name="close">Begins to close the loop; called once.</param>
/// <param name="allGone">Completes when no loop of the actor system has an actor any more.</param>
internal sealed class LoopDisposal(LoopDispatcher? dispatcher, Action<EventLoop> close, Task allGone)
{
    // Akka's pool ends its threads without a signal. A thread that has run the loop's last callback ends at once.
    private static readonly TimeSpan LongestJoin = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _gone = new();
    private int _begun;
    private Thread? _lastThread;

    /// <summary>Whether the loop is being closed, or has been.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>Closes the loop, once.</summary>
    /// <returns>
    /// True, when the loop has closed and its actor and its thread are gone, or when it was abandoned.
    /// </returns>
    public async Task<bool> RunAsync(EventLoop loop)
    {
        // An exchange, since any thread may dispose the loop at the same time: one of them closes it.
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            close(loop);
        await Task.WhenAny(_gone.Task, allGone).ConfigureAwait(false);
        if (Volatile.Read(ref _lastThread) is { IsAlive: true } thread)
            await Task.Run(() => thread.Join(LongestJoin)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Notes the thread of a loop that has just closed. Called on that thread.</summary>
    public void ClosedHere()
    {
        if (dispatcher is not null)
            Volatile.Write(ref _lastThread, Thread.CurrentThread);
    }

    /// <summary>Ends the loop's own threads: its actor has stopped, and its name is free.</summary>
    public void ActorStopped()
    {
        dispatcher?.End();
        _gone.TrySetResult();
    }

    /// <summary>Ends the wait for a loop whose callback does not return.</summary>
    public void Abandoned() => _gone.TrySetResult();
}
