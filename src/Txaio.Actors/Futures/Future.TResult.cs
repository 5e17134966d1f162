using System.Runtime.CompilerServices;
using Akka;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors;

/// <summary>
/// A value to come, bound to a loop (<c>txaio.create_future</c>): completed once, by <c>Resolve</c>, <c>Reject</c> or
/// <c>Cancel</c> from any thread, or by a reply to its <c>Ref</c> from any node.
/// </summary>
/// <remarks>
/// <para>Callbacks run on the loop, each exactly once, in the order they were added, each with the original value,
/// and never inside the call that completes the future or adds them: change your tables first, then resolve.</para>
/// <para>An <c>await</c> on a loop resumes on that loop. Elsewhere it resumes where the await of a task would.</para>
/// <para>When the loop closes, futures with a waiting caller fail with <see cref="LoopTerminatedException"/>.
/// Completing a future afterwards is no error; its callbacks then run on the thread pool.</para>
/// <para>A rejected future that is collected without an errback, an await, a subscriber or a gather is reported once
/// as <see cref="UnhandledFailure"/>.</para>
/// </remarks>
/// <typeparam name="T">The type of the value; <see cref="Done"/> for a future without a value.</typeparam>
public partial class Future<T> : Future
{
    private T _result = default!;

    internal Future(EventLoop loop, Action<Future<T>>? canceller = null, bool isMeasured = true)
        : base(loop, canceller, isMeasured)
    {
    }

    internal override object? UntypedResult => _result;

    internal override Type ResultType => typeof(T);

    /// <summary>The value. Read only once the future has succeeded.</summary>
    internal T Result => _result;

    /// <summary>Completes the future with a value (<c>txaio.resolve</c>). Any thread.</summary>
    /// <remarks>The value is stored as it is, also a task.</remarks>
    /// <param name="result">The value.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    public void Resolve(T result)
    {
        if (!TryResolve(result))
            throw AlreadyCalled("resolved");
    }

    /// <summary>Completes the future with a value, if it is pending. Any thread.</summary>
    /// <param name="result">The value.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    public bool TryResolve(T result)
    {
        if (!TryClaim(out var waiting))
            return false;
        _result = result;
        FinishResolved(waiting);
        return true;
    }

    /// <summary>
    /// Adds a pair of callbacks (<c>txaio.add_callbacks</c>): one of them runs on the loop, once, when the future
    /// is completed, or soon, when it is completed already.
    /// </summary>
    /// <remarks>
    /// An exception of the callback goes to the errback of the same pair; without an errback it is reported. An
    /// exception of the errback is reported. Other pairs run all the same. The execution context flows.
    /// </remarks>
    /// <param name="callback">Called with the value.</param>
    /// <param name="errback">Called with the failure.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    public void AddCallbacks(Action<T>? callback = null, Action<IFailedFuture>? errback = null)
    {
        ThrowIfBothNull(callback, errback);
        Add(new CallbackPair<T>(callback, errback, ExecutionContext.Capture()), errback is not null);
    }

    /// <summary>As <see cref="AddCallbacks(Action{T}, Action{IFailedFuture})"/>, with an async callback.</summary>
    /// <remarks>
    /// An exception of the callback, also after an <c>await</c>, goes to the errback of the same pair, on the loop;
    /// without an errback it is reported.
    /// </remarks>
    /// <inheritdoc cref="AddCallbacks(Action{T}, Action{IFailedFuture})"/>
    [OverloadResolutionPriority(1)]
    public void AddCallbacks(Func<T, Task>? callback, Action<IFailedFuture>? errback = null) => AddCallbacks(
        callback is null ? null : new AsyncCallback<T>(Loop, callback, errback).Run, errback);

    /// <inheritdoc cref="IFuture.AsTask"/>
    public Task<T> AsTask()
    {
        if (CancelScope.Current is { } scope)
            ScopedFutures.TaskTaken(this, scope);
        RegisterWithLoop();
        // A shared task has observed the future already.
        if (FindAmongNewest<TaskContinuation<T>>() is { } shared && shared.FitsCallingThread(Loop))
            return shared.Task;
        var task = new TaskContinuation<T>(Loop);
        AddObserver(task);
        return task.Task;
    }

    /// <summary>
    /// Returns a task that completes with the future, or is cancelled by the token, as <c>Task.WaitAsync</c> does. The
    /// token does not cancel the future: cancel the future if no other caller waits for it.
    /// </summary>
    /// <remarks>A cancelled wait does not count as observing the future: a later rejection is reported.</remarks>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The task. It fails with <see cref="LoopTerminatedException"/> when the loop closes or has closed first. Its
    /// continuations never run inside the call that completes the future. In virtual time this holds for each
    /// <c>await</c>, and not for a <c>ContinueWith</c> with <c>ExecuteSynchronously</c>.
    /// </returns>
    public Task<T> WaitAsync(CancellationToken cancellationToken) =>
        WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="WaitAsync(TimeSpan, CancellationToken)"/>
    public Task<T> WaitAsync(TimeSpan timeout) => WaitAsync(timeout, CancellationToken.None);

    /// <summary>
    /// Returns a task that completes with the future, or fails with <see cref="TimeoutException"/> after
    /// <paramref name="timeout"/> on the loop's clock. The timeout does not cancel the future: cancel the future if no
    /// other caller waits for it.
    /// </summary>
    /// <remarks>
    /// A wait that ended early does not count as observing the future: a later rejection is reported. A blocked loop
    /// does not delay the timeout.
    /// </remarks>
    /// <param name="timeout">
    /// Zero: the task fails unless the future is completed. <see cref="Timeout.InfiniteTimeSpan"/>: no timeout. At most
    /// 36,500 days.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the task is cancelled.</param>
    /// <returns>
    /// The task. It fails with <see cref="LoopTerminatedException"/> when the loop closes or has closed first. Its
    /// continuations never run inside the call that completes the future. In virtual time this holds for each
    /// <c>await</c>, and not for a <c>ContinueWith</c> with <c>ExecuteSynchronously</c>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative and not infinite, or too long.</exception>
    public Task<T> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout),
                timeout,
                "A wait's timeout must be zero or more, or Timeout.InfiniteTimeSpan for none.");
        }

        Delays.ThrowIfTooLong(timeout, nameof(timeout));
        var scope = CancelScope.Current;
        var endsEarly = timeout != Timeout.InfiniteTimeSpan || cancellationToken.CanBeCanceled || scope is not null;
        if (IsCompleted || !endsEarly)
            return AsTask();
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        return new FutureWait<T>(this).Start(timeout, cancellationToken, scope);
    }

    /// <summary>
    /// Configures where an <c>await</c> of the future resumes, as a task's <c>ConfigureAwait</c> does.
    /// </summary>
    /// <param name="continueOnCapturedContext">
    /// False: the code resumes on the thread pool, also on a loop. True: as <c>await</c> does without this.
    /// </param>
    /// <returns>The awaitable.</returns>
    public ConfiguredFuture<T> ConfigureAwait(bool continueOnCapturedContext) => new(this, continueOnCapturedContext);

    /// <summary>Returns the awaiter; <c>await</c> calls this.</summary>
    /// <returns>The awaiter.</returns>
    public FutureAwaiter<T> GetAwaiter() => new(Awaited());

    /// <summary>The future that the calling code awaits. In a cancel scope it may be another future.</summary>
    internal Future<T> Awaited()
    {
        if (!IsCompleted)
            return CancelScope.Current is { } scope ? ScopedFutures.Awaited(this, scope) : this;
        if (IsCancelled)
            CancelScope.Current?.Reached();
        return this;
    }

    internal override Future AwaitedUntyped() => Awaited();

    /// <summary>Completes the future with the outcome of a completed future.</summary>
    internal bool TryEndAs(Future<T> completed) =>
        completed.IsSuccess ? TryResolve(completed._result) : TryFailAs(completed);

    internal override bool TryAcceptValue(object? message) =>
        message is T value && !PromiseControl.Is(value) && TryResolve(value);

    internal override bool TryAccept(object? message)
    {
        switch (message)
        {
            case T value:
                return TryResolve(value);
            case null when typeof(T) == typeof(Done):
                return TryResolve((T)(object)Done.Instance);
            case null when default(T) is null:
                return TryResolve(default!);
            default:
                var type = message is null ? "null" : TypeName.Of(message.GetType());
                // A reply of the wrong type to an Ask is also published as a dead letter, as Akka does; else it would
                // be lost.
                return TryReject(new ArgumentException(WrongReply(type), nameof(message))) && this is not IAsk;
        }
    }

    /// <summary>The error for a reply of another type.</summary>
    private protected virtual string WrongReply(string type) =>
        $"A promise of {TypeName.Of(typeof(T))} got a reply of type {type}.";

    private protected override Task AsUntypedTask() => AsTask();

    private protected override WorkItem CancellerWorkItem(Delegate canceller) =>
        new(CancellerInvoker<T>.Instance, canceller, this, null);
}
