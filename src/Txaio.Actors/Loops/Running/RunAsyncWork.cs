using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Running;

/// <summary>Work that was given to <see cref="EventLoop.RunAsync{T}(Func{Task{T}})"/>, in the run queue.</summary>
/// <param name="loop">The loop that it runs on.</param>
/// <param name="work">The user's delegate; reports name it.</param>
/// <param name="body">The work as a function that returns a task and never throws.</param>
internal sealed class RunAsyncWork<T>(EventLoop loop, Delegate work, Func<Task<T>> body) : ICallback
{
    // External code awaits this task, so an await of it does not resume on the loop.
    private readonly ExternalTaskSource<T> _done = new(loop);

    private CancellationTokenRegistration _registration;

    // 0 at first. The loop that starts the work and the thread that cancels the token race to exchange it for 1.
    private int _decided;

    public Task<T> Task => _done.Task;

    /// <summary>
    /// Keeps the work from starting once <paramref name="token"/> is cancelled. Called before the work is queued.
    /// </summary>
    public void CancelWith(CancellationToken token) => _registration = token.UnsafeRegister(
        static (work, token) => ((RunAsyncWork<T>)work!).Cancel(token), this);

    void ICallback.Run(object? state)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
            return;
        _registration.Unregister();
        // Copies the exception of a cancelled task, too: it has a message.
        _ = body().ContinueWith(
            static (task, done) => ((ExternalTaskSource<T>)done!).SetFromTask(task),
            _done,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    string ICallback.Describe(object? state) => CallbackName.Of(work);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _decided, 1) == 0)
            _done.SetCanceled(token);
    }
}
