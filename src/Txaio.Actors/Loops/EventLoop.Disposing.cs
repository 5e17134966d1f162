using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Closing;

namespace Txaio.Actors;

/// <content>The end of a loop that was made while the system runs.</content>
public sealed partial class EventLoop : IAsyncDisposable
{
    /// <summary>How the loop is closed before its actor system ends; null for a configured one.</summary>
    internal LoopDisposal? Disposal { get; init; }

    /// <summary>Takes a disposed loop out of the actor system's table, if it is there. Set by the front door.</summary>
    internal Action<EventLoop> Forget { get; init; } = static _ => { };

    /// <summary>
    /// Closes a loop that <see cref="ITxaio.NewLoop(string, LoopOptions?)"/> made, as the end of the actor system does:
    /// queued callbacks run, futures that code waits for are rejected with <see cref="LoopTerminatedException"/>,
    /// scheduled calls and those of its batched timers are dropped, and timers of its <see cref="TimeProvider"/> fire
    /// once (<c>loop.close()</c> in asyncio).
    /// </summary>
    /// <remarks>
    /// <para>The loop refuses new work from the call on. When the task completes, no callback of the loop runs any
    /// more, its thread has ended, the actor system does not know it, and its name is free. A loop that is not disposed
    /// closes with its system.</para>
    /// <para>Any thread, any number of times, at once too: each task completes then. Awaited on the loop itself, the
    /// rest of the method runs on the thread pool, since the loop is closed by then. A blocking wait on the loop itself
    /// ends after <c>txaio.shutdown-timeout</c>, as below.</para>
    /// <para>A callback that does not return within <c>txaio.shutdown-timeout</c> is given up, with a warning: the task
    /// completes, and callbacks that are queued behind it run on the thread pool. When that callback returns, the
    /// loop's thread ends, and its name is free.</para>
    /// </remarks>
    /// <returns>A task that never fails. It completes off the loop.</returns>
    /// <exception cref="InvalidOperationException">The loop is configured: it closes with its actor system.</exception>
    public ValueTask DisposeAsync()
    {
        if (Disposal is not { } disposal)
        {
            throw new InvalidOperationException(
                $"Loop '{Name}' is configured (txaio.loops.{Name}) and closes with its actor system '{_system.Name}': "
                + "end the system to close it. Only loops of NewLoop are disposed.");
        }

        var done = new ExternalTaskSource<bool>(this);
        _ = disposal.RunAsync(this).ContinueWith(
            static (task, done) => ((ExternalTaskSource<bool>)done!).SetFromTask(task),
            done,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new ValueTask(done.Task);
    }

    /// <summary>Notes that the actor of a disposed loop has stopped. Called by the actor's parent.</summary>
    internal void ActorStopped()
    {
        // Again for a loop that was stopped before it was disposed.
        Forget(this);
        Disposal!.ActorStopped();
    }
}
