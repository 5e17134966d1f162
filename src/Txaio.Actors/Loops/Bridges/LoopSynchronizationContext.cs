using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>Posts to a loop, so that an <c>await</c> in a callback resumes on it.</summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    /// <summary>The loop it posts to.</summary>
    public EventLoop Loop => loop;

    // Never refuses: an exception of Post would end the process.
    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        loop.Enqueue(new WorkItem(SendOrPostInvoker.Instance, d, state, ExecutionContext.Capture()));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (loop.IsCurrent)
        {
            d(state);
            return;
        }

        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    d(state);
                    sent.SetResult();
                }
                catch (Exception e)
                {
                    sent.SetException(e);
                }
            },
            null);
        sent.Task.GetAwaiter().GetResult();
    }

    public override SynchronizationContext CreateCopy() => this;
}
