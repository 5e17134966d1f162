using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Futures.Failures;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Loops.Scopes;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <summary>
/// The base of all futures, of any value type: pending, then completed once. See <see cref="Future{T}"/>.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
public abstract partial class Future : IFuture, ILoopDependent, IScopeMember
{
    private const byte Pending = 0;
    private const byte Succeeded = 1;
    private const byte Failed = 2;
    private const byte Cancelled = 3;

    private readonly EventLoop _loop;

    // Written once, by the thread that claimed the future (see TryClaim), after the value or the rejection.
    private byte _state;

    // 1 when a registrant observes failures: a rejection is not reported as unobserved then. Any thread sets it; no
    // thread clears it.
    private byte _observed;

    // 1 when the future was added to the loop's dependents. Never cleared. The thread that sets it registers the
    // future.
    private byte _registered;

    private int _dependentSlot = LoopDependents.NoSlot;

    // The failure. The completing thread writes it before the state; readers read the state first.
    private Rejection? _rejection;

    // A canceller, or the promise's ref, which holds the canceller then. Null for most futures.
    private object? _cancellerOrPromise;

    private protected Future(EventLoop loop, Delegate? canceller, bool isMeasured)
    {
        _loop = loop;
        _cancellerOrPromise = canceller;
        if (Instruments.FuturesCreated.Enabled && isMeasured)
            loop.Telemetry.FutureCreated();
    }

    /// <inheritdoc/>
    public EventLoop Loop => _loop;

    /// <inheritdoc/>
    public IActorRef Ref => Self;

    /// <inheritdoc/>
    public bool IsCalled => IsCompleted;

    /// <inheritdoc/>
    public bool IsCancelled => State == Cancelled;

    ref int ILoopDependent.DependentSlot => ref _dependentSlot;

    internal bool IsCompleted => State != Pending;

    internal bool IsSuccess => State == Succeeded;

    /// <summary>The exception of a failed or cancelled future; null otherwise.</summary>
    internal Exception? Error => State > Succeeded ? _rejection!.Cause : null;

    internal bool IsObserved => Volatile.Read(ref _observed) != 0;

    private byte State => Volatile.Read(ref _state);

    /// <inheritdoc/>
    [OverloadResolutionPriority(1)]
    public bool Cancel(string? msg = null) => TryCancel(msg, CancellationToken.None);

    /// <inheritdoc/>
    public bool Cancel(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        // The failure is made before the future is claimed: the reason's own code makes its message.
        return !IsCompleted && TryCancel(FutureCancelledException.For(reason));
    }

    /// <inheritdoc/>
    [OverloadResolutionPriority(1)]
    public void Reject(Exception error)
    {
        if (!TryReject(error))
            throw AlreadyCalled("rejected");
    }

    /// <inheritdoc/>
    public void Reject(IFailedFuture error)
    {
        if (!TryReject(error))
            throw AlreadyCalled("rejected");
    }

    /// <inheritdoc/>
    [OverloadResolutionPriority(1)]
    public bool TryReject(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (!TryClaim(out var waiting))
            return false;
        FinishRejected(error, Failed, waiting);
        return true;
    }

    /// <inheritdoc/>
    public bool TryReject(IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return TryReject(error.Value);
    }

    void ILoopDependent.LoopEnded(LoopTerminatedException cause) => TryReject(cause);

    bool IScopeMember.CancelInScope(string message, CancellationToken token, Exception? reason) =>
        TryCancel(message, token, reason) || IsCancelled;

    /// <summary>The type and state of the future, for debuggers and logs.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Describe()} ({StateName})";

    // Reads no path. The value's ToString is the only foreign code that it calls.
    private string Display => State switch
    {
        Succeeded => $"{this}: {ObjectText.Of(UntypedResult)}",
        Pending => ToString(),
        _ => $"{this}: {FailureText.Message(_rejection!.Cause)}",
    };

    /// <summary>The value as an object. Read only once the future has succeeded.</summary>
    internal abstract object? UntypedResult { get; }

    /// <summary>Completes the future with a reply that can only be a value.</summary>
    /// <returns>False when the reply may control the promise, or when the future was completed before.</returns>
    internal abstract bool TryAcceptValue(object? message);

    /// <summary>
    /// Completes the future with a reply that is no failure. A reply of another type rejects the future.
    /// </summary>
    /// <returns>
    /// False if the reply is to be a dead letter: the future was completed before, or an Ask's reply is of another
    /// type.
    /// </returns>
    internal abstract bool TryAccept(object? message);

    /// <summary>Completes the future with the failure that a reply carries.</summary>
    /// <returns>False if the reply is to be a dead letter: the future was completed before.</returns>
    internal virtual bool TryRejectByReply(Exception cause) => TryReject(cause);

    /// <summary>The type of the value.</summary>
    internal abstract Type ResultType { get; }

    /// <summary>Cancels the future with a message, the token that asked for it, and a reason.</summary>
    internal bool TryCancel(string? message, CancellationToken token, Exception? reason = null)
    {
        if (!TryClaim(out var waiting))
            return false;
        FinishCancelled(new FutureCancelledException(message, reason, token), waiting);
        return true;
    }

    private bool TryCancel(FutureCancelledException failure)
    {
        if (!TryClaim(out var waiting))
            return false;
        FinishCancelled(failure, waiting);
        return true;
    }

    /// <summary>Cancels the future, whose work has ended: there is nothing left that a canceller could cancel.</summary>
    internal bool TryEndCancelled(FutureCancelledException failure)
    {
        if (!TryClaim(out var waiting))
            return false;
        FinishRejected(failure, Cancelled, waiting);
        return true;
    }

    /// <summary>Fails or cancels the future as <paramref name="failed"/> has, with the very exception.</summary>
    internal bool TryFailAs(Future failed)
    {
        if (!TryClaim(out var waiting))
            return false;
        FinishRejected(failed.Error!, failed.IsCancelled ? Cancelled : Failed, waiting);
        return true;
    }

    /// <summary>Whether the future is a promise that the function of the scope has made.</summary>
    internal virtual bool IsMadeIn(CancelScope scope) => false;

    /// <summary>Marks the future as observed: its failure is not reported as unobserved.</summary>
    internal void Observe()
    {
        // This thread sees the rejection, or the completing thread reads the mark after it has written the rejection.
        if (!IsObserved && Interlocked.Exchange(ref _observed, 1) == 0)
            _rejection?.Observe();
    }

    /// <summary>Registers the future with its loop: code waits for the future, so it fails if the loop ends.</summary>
    internal void RegisterWithLoop()
    {
        if (IsCompleted
            || Volatile.Read(ref _registered) != 0
            || Interlocked.Exchange(ref _registered, 1) != 0)
        {
            return;
        }

        if (!_loop.Dependents.TryAdd(this))
            TryReject(new LoopTerminatedException(_loop.Name));

        // The registering thread writes the slot, passes a fence, and reads the state. The completing thread writes the
        // state, passes a fence, and reads the slot. So at least one of them removes the future; both may, since
        // removing is an exchange.
        Interlocked.MemoryBarrier();
        StressPoint.Here();
        if (IsCompleted)
            _loop.Dependents.Remove(this);
    }

    /// <summary>
    /// Marks the future as observed, from one thread only. Other threads may call <see cref="Observe"/> meanwhile.
    /// </summary>
    /// <returns>Whether the future was unobserved before, as far as the calling thread can see.</returns>
    private protected bool TryObserveFirst()
    {
        if (IsObserved)
            return false;
        // The exchange that changes the list of continuations publishes this to the completing thread.
        Volatile.Write(ref _observed, 1);
        return true;
    }

    /// <summary>Removes the completed future from the loop's dependents.</summary>
    private protected virtual void UnregisterFromLoop() => _loop.Dependents.Remove(this);

    /// <summary>Throws the failure, with its original stack trace.</summary>
    internal void ThrowIfFailed()
    {
        if (State > Succeeded)
            _rejection!.Throw();
    }

    internal FutureAlreadyCalledException AlreadyCalled(string verb) =>
        new($"{Describe()} cannot be {verb}: it has been {StateName} already.");

    /// <summary>Whether the metrics count the future.</summary>
    private protected virtual bool IsMeasured => true;

    private protected abstract Task AsUntypedTask();

    private protected abstract WorkItem CancellerWorkItem(Delegate canceller);

    /// <summary>Completes the future. The claiming thread has written the value.</summary>
    private protected void FinishResolved(FutureContinuation? waiting) => Finish(Succeeded, waiting);

    private void FinishCancelled(FutureCancelledException failure, FutureContinuation? waiting)
    {
        var held = Volatile.Read(ref _cancellerOrPromise);
        var canceller = held is PromiseRef promise ? promise.Canceller : held as Delegate;
        FinishRejected(failure, Cancelled, waiting, canceller);
    }

    private void FinishRejected(
        Exception error, byte state, FutureContinuation? waiting, Delegate? canceller = null)
    {
        FailureOrigin.Mark(error);
        var rejection = new Rejection(error);
        _rejection = rejection;
        if (!IsObserved && !rejection.IsNeverReported && Rejection.IsWatchedOn(_loop))
            rejection.Watch(this);
        Finish(state, waiting, canceller);
        // A registrant that began to observe in between did not see the rejection.
        if (IsObserved)
            rejection.Observe();
    }

    // A thread that registers the future or makes the promise's ref writes first and reads the state afterwards. This
    // thread writes the state, passes an exchange as the fence, and reads both afterwards. So at least one side acts.
    private void Finish(byte state, FutureContinuation? waiting, Delegate? canceller = null)
    {
        var isDrained = ContinuationList.IsDrainedAtOnce(waiting);
        StressPoint.Here();
        if (isDrained)
            Interlocked.Exchange(ref _state, state);
        else
            Volatile.Write(ref _state, state);
        StressPoint.Here();
        if (Instruments.FuturesCompleted.Enabled && IsMeasured)
            _loop.Telemetry.FutureCompleted(_rejection?.Cause, cancelled: state == Cancelled);
        // The canceller runs after the state is written, so that it finds the future cancelled, and before the
        // errbacks.
        if (canceller is not null)
            _loop.Enqueue(CancellerWorkItem(canceller));
        if (!isDrained)
            _continuations.Run(waiting, this);
        if (Volatile.Read(ref _registered) != 0)
            UnregisterFromLoop();

        StressPoint.Here();
        if (Volatile.Read(ref _cancellerOrPromise) is { } held)
        {
            if (held is PromiseRef promise)
                promise.Completed();
            else
                Interlocked.CompareExchange(ref _cancellerOrPromise, null, held);
        }

        // Queued last: from then on another thread may resume the await beside this thread.
        if (ReferenceEquals(waiting, InlineAwait.Mark))
            ResumeAwait();
        else if (isDrained && waiting is not null)
            RunSafely(waiting);
    }

    private string Describe() => $"Future<{TypeName.Of(ResultType)}> of loop '{_loop.Name}'";

    private string StateName => State switch
    {
        Pending => "pending",
        Succeeded => "resolved",
        Failed => "rejected",
        _ => "cancelled",
    };
}
