using Akka;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>
/// The future of a function that is called at once. A cancel of the future reaches the running function: its token, its
/// awaits and the work that it has started.
/// </summary>
internal sealed class BodyFuture<T> : Future<T>
{
    // A named method: reports of a slow or failing canceller name it.
    private static readonly Action<Future<T>> Canceller = CancelFunction;

    private readonly CancelScope _scope = new();

    // Not disposed: the source has no timer, and has a wait handle only if the function asks for one.
    private readonly CancellationTokenSource? _source;

    public BodyFuture(EventLoop loop, CancellationTokenSource? source = null)
        : base(loop, Canceller) =>
        _source = source;

    /// <summary>Calls an async function and follows its task.</summary>
    public BodyFuture<T> Run<TCall>(TCall call, Func<TCall, Task> function)
    {
        Task task;
        try
        {
            task = _scope.Run(call, function);
        }
        catch (Exception e)
        {
            Fail(e, null);
            return this;
        }

        if (task.IsCompleted)
        {
            EndAs(task);
            return this;
        }

        _ = task.ContinueWith(
            static (task, body) => ((BodyFuture<T>)body!).EndAs(task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return Started();
    }

    /// <summary>Calls a function whose value may be a task or a future, by its type at run time.</summary>
    /// <param name="call">The argument of the function.</param>
    /// <param name="function">The function.</param>
    /// <param name="check">Throws to the caller if the value is a mistake.</param>
    /// <returns>This future, or the future of this type that the function returned.</returns>
    public Future<T> RunUntyped<TCall>(TCall call, Func<TCall, T> function, Action<T> check)
    {
        T value;
        try
        {
            value = _scope.Run(call, function);
        }
        catch (Exception e)
        {
            Fail(e, null);
            return this;
        }

        check(value);
        if (value is Future<T> same)
        {
            _scope.End();
            return same;
        }

        EndBehind(value);
        return Started();
    }

    // Only the thread that called the function knows the scope around the call.
    private BodyFuture<T> Started() => this.InScope();

    private static void CancelFunction(Future<T> future) => ((BodyFuture<T>)future).CancelBody();

    private void CancelBody()
    {
        var cause = (FutureCancelledException)Error!;
        try
        {
            // The token first: the code that the cancel resumes may read it.
            _source?.Cancel();
        }
        finally
        {
            _scope.Cancel(
                cause.Reason ?? "The future of AsFuture was cancelled.",
                cause.CancellationToken,
                cause.InnerException);
        }
    }

    private void EndAs(Task task)
    {
        if (TaskFailure.Of(task) is { } failure)
            Fail(failure, task);
        else if (task is not Task<T> typed)
            End((T)(object)Done.Instance);
        else if (HiddenTask.MayBe<T>())
            EndBehind(typed.Result);
        else
            End(typed.Result);
    }

    /// <summary>Completes the future with a value, or with the outcome of the task or future that the value is.</summary>
    private void EndBehind(object? value)
    {
        while (HiddenTask.Behind(value) is { } hidden)
        {
            // The value of this type is the task or future itself, once it has ended.
            var isValue = HiddenTask.IsKind<T>();
            if (!TryWaitFor(hidden, isValue ? value! : hidden))
                return;
            if (isValue)
                break;
            value = HiddenTask.ValueOf(hidden);
        }

        if (value is T || (value is null && default(T) is null))
            End((T)value!);
        else
            Fail(HiddenTask.WrongValue(value!, typeof(T)), null);
    }

    /// <summary>Waits for a task or future behind the function's value.</summary>
    /// <param name="hidden">The task or future.</param>
    /// <param name="next">The value to go on with when the task or future is completed.</param>
    /// <returns>Whether the task or future has a value now.</returns>
    private bool TryWaitFor(object hidden, object next)
    {
        if (hidden is Future future)
        {
            if (!future.IsCompleted)
            {
                ScopedFutures.Add(future, _scope);
                future.AddObserver(new BehindContinuation(this, next));
                return false;
            }

            future.Observe();
            if (future.Error is null)
                return true;
            _scope.End();
            TryFailAs(future);
            return false;
        }

        var task = (Task)hidden;
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                _ => EndBehind(next),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return false;
        }

        if (TaskFailure.Of(task) is { } failure)
            Fail(failure, task);
        return task.IsCompletedSuccessfully;
    }

    private void End(T value)
    {
        _scope.End();
        TryResolve(value);
    }

    private void Fail(Exception failure, Task? task)
    {
        _scope.End();
        if (task is null ? TryReject(failure) : this.TryFailAs(task, failure))
            return;
        // The future was cancelled before, so no caller gets a failure of the function's clean-up.
        if (IsCancelled && Loop.ReportsUnobserved && failure is not (OperationCanceledException or LoopTerminatedException))
            Loop.Report($"{AsyncMethodName.Behind(task) ?? "a function"}, after the cancel of {this},", failure);
    }

    private sealed class BehindContinuation(BodyFuture<T> body, object next) : FutureContinuation
    {
        public override void Run(Future future) => Nesting.Run(this, future);

        public override void RunNested(Future future) => body.EndBehind(next);
    }
}
