namespace Txaio.Actors;

/// <summary>Work of <see cref="EventLoop.RunAsync{T}"/> that is on its way to the loop.</summary>
/// <param name="work">What the user gave; reports name it.</param>
/// <param name="body">The same, as something that answers a value.</param>
internal sealed class LoopRun<T>(Delegate work, Func<Task<T>> body)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    /// <summary>Starts the work; called on the loop.</summary>
    public void Start() => _ = Run();

    public override string ToString() => CallbackName.Of(work);

    private async Task Run()
    {
        try
        {
            _done.TrySetResult(await body());
        }
        catch (OperationCanceledException e)
        {
            _done.TrySetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }
}

/// <summary>What both forms of <c>RunAsync</c> share.</summary>
internal static class LoopRun
{
    /// <summary>The task that the user's work answered.</summary>
    public static TTask Started<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The work given to RunAsync returned null instead of a task.");
}
