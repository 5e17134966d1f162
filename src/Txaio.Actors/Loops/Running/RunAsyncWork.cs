using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Loops.Running;

/// <summary>Work that was given to <see cref="EventLoop.RunAsync{T}(Func{Task{T}})"/>, in the run queue.</summary>
/// <param name="loop">The loop that it runs on.</param>
/// <param name="work">The user's delegate; reports name it.</param>
/// <param name="body">The work as a function that returns a task and never throws.</param>
internal sealed class RunAsyncWork<T>(EventLoop loop, Delegate work, Func<Task<T>> body)
    : ICallback, IScopeMember
{
    // External code awaits this task, so an await of it does not resume on the loop.
    private readonly ExternalTaskSource<T> _done = new(loop);

    // Null when neither a token nor an outer scope can cancel the work: most work has no scope.
    private CancelScope? _scope;
    private ScopeEntry? _entry;
    private CancellationTokenRegistration _registration;

    // Set by the thread that cancels the outer scope, before it cancels the scope of the work.
    private volatile bool _isCancelledByOuter;

    // 0 at first. The loop that starts the work and the thread that cancels the token race to exchange it for 1.
    private int _decided;

    public Task<T> Task => _done.Task;

    /// <summary>
    /// Lets <paramref name="token"/>, and the cancel of a function that the calling code is part of, cancel the work.
    /// Called before the work is queued.
    /// </summary>
    public void CancelWith(CancellationToken token)
    {
        var outer = CancelScope.Current;
        if (!token.CanBeCanceled && outer is null)
            return;
        _scope = new CancelScope();
        // The function most likely awaits the task.
        _entry = outer?.AddAwait(this);
        _registration = token.UnsafeRegister(
            static (work, token) => ((RunAsyncWork<T>)work!).Cancel(token), this);
    }

    void ICallback.Run(object? state)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            Release();
            return;
        }

        var task = _scope is null ? body() : _scope.Run(body, static body => body());
        // Copies the exception of a cancelled task, too: it has a message.
        _ = task.ContinueWith(
            static (task, work) => ((RunAsyncWork<T>)work!).Ended(task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    bool IScopeMember.CancelInScope(string message, CancellationToken token, Exception? reason)
    {
        _isCancelledByOuter = true;
        if (Interlocked.Exchange(ref _decided, 1) != 0)
            return _scope!.Cancel(message, token, reason);
        _done.SetFromTask(Cancelled(new OperationCanceledException(message, reason, token)));
        return true;
    }

    string ICallback.Describe(object? state) => CallbackName.Of(work);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            _scope!.Cancel("The token given to RunAsync was cancelled.", token);
            return;
        }

        // The outer function goes on now, maybe long before the loop comes to this work. A cancel of the function must
        // not find this await then: it would count as the await that the cancel has ended.
        _entry?.Remove();
        _done.SetCanceled(token);
    }

    private void Ended(Task<T> task)
    {
        var pending = _scope?.End();
        Release();
        // The work has ended without a further await, so the outer function gets the cancel at its own next await.
        if (pending is not null && _isCancelledByOuter && !task.IsCanceled)
            _entry!.Scope.TakeBack(pending);
        _done.SetFromTask(task);
    }

    private void Release()
    {
        // Not Dispose: it would wait for a running callback, which may be the caller of this method.
        _registration.Unregister();
        _entry?.Remove();
    }

    // A cancelled task with a message: only an async method makes one.
    private static async Task<T> Cancelled(OperationCanceledException failure)
    {
        await System.Threading.Tasks.Task.CompletedTask;
        throw failure;
    }
}
