using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// What all futures are, whatever the type of their value: pending, then called once. See <see cref="Future{T}"/>.
/// </summary>
public abstract partial class Future : IFuture, ILoopWaiter
{
    private const int Pending = 0;
    private const int Completing = 1;
    private const int Succeeded = 2;
    private const int Failed = 3;
    private const int Cancelled = 4;
    private const int StageMask = 0xFF;

    // Somebody looks at failures, so a rejection is not reported as unobserved.
    private const int Observed = 0x100;

    // The loop tells it when it closes.
    private const int Joined = 0x200;

    private readonly EventLoop _loop;

    // The stage in the low byte, which moves forward only; flags above it, which are only ever set. Interlocked:
    // any thread completes, observes, waits.
    private int _state;

    // Why it failed. Written by the one thread that completes, before the stage says so.
    private Rejection? _rejection;

    // A canceller, or the promise's ref, which holds the canceller then. Null for most futures.
    private object? _extra;

    private protected Future(EventLoop loop, Delegate? canceller)
    {
        _loop = loop;
        _extra = canceller;
    }

    /// <inheritdoc/>
    public EventLoop Loop => _loop;

    /// <inheritdoc/>
    public IActorRef Ref => Promise;

    /// <inheritdoc/>
    public bool IsCalled => Stage != Pending;

    /// <inheritdoc/>
    public bool IsCancelled => FinalStage == Cancelled;

    int ILoopWaiter.WaiterSlot { get; set; } = LoopWaiters.NoSlot;

    internal bool IsCompleted => Stage > Completing;

    internal bool IsSuccess => FinalStage == Succeeded;

    /// <summary>Why it failed or was cancelled; null unless it did.</summary>
    internal Exception? Error => FinalStage > Succeeded ? _rejection!.Cause : null;

    internal bool IsObserved => (Volatile.Read(ref _state) & Observed) != 0;

    private int Stage => Volatile.Read(ref _state) & StageMask;

    // The stage once it is not "completing": between claiming a future and writing its value lie a few
    // instructions, and who saw the claim waits for them here.
    private int FinalStage
    {
        get
        {
            var spin = default(SpinWait);
            int stage;
            while ((stage = Stage) == Completing)
                spin.SpinOnce();
            return stage;
        }
    }

    /// <inheritdoc/>
    public bool Cancel(string? msg = null) => TryCancel(msg, CancellationToken.None);

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
        if (!TryClaim())
            return false;
        FinishRejected(error, Failed);
        return true;
    }

    /// <inheritdoc/>
    public bool TryReject(IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return TryReject(error.Value);
    }

    Task IFuture.AsTask() => AsUntypedTask();

    void ILoopWaiter.LoopEnded(LoopTerminatedException cause) => TryReject(cause);

    /// <summary>What it is and what it has become, for debuggers and logs.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Describe()} ({StageName})";

    /// <summary>The value as an object; only once it has succeeded.</summary>
    internal abstract object? UntypedResult { get; }

    /// <summary>Takes a reply that is surely nothing but a value.</summary>
    /// <returns>False when it may mean more, or when the future had been called before.</returns>
    internal abstract bool TryAcceptPlain(object? message);

    /// <summary>A reply to the promise that is no failure.</summary>
    /// <returns>False when the future had been called before.</returns>
    internal abstract bool TryAccept(object? message);

    /// <summary>The type of the value.</summary>
    internal abstract Type ResultType { get; }

    internal bool TryCancel(string? message, CancellationToken token)
    {
        if (!TryClaim())
            return false;
        var extra = Volatile.Read(ref _extra);
        var canceller = extra is PromiseRef promise ? promise.Canceller : extra as Delegate;
        FinishRejected(new FutureCancelledException(message, token), Cancelled, canceller);
        return true;
    }

    /// <summary>Somebody looks at failures from now on.</summary>
    internal void Observe()
    {
        if ((Interlocked.Or(ref _state, Observed) & Observed) == 0 && IsCompleted)
            _rejection?.Observe();
    }

    /// <summary>Somebody waits: should the loop end first, the future fails.</summary>
    internal void JoinLoop()
    {
        if (IsCompleted || (Interlocked.Or(ref _state, Joined) & Joined) != 0)
            return;
        if (!_loop.Waiters.Join(this))
            TryReject(new LoopTerminatedException(_loop.Name));
        else if (IsCompleted)
            _loop.Waiters.Leave(this);
    }

    /// <summary>Throws why it failed, with the stack trace it failed with.</summary>
    internal void ThrowIfFailed()
    {
        if (FinalStage > Succeeded)
            _rejection!.Throw();
    }

    internal FutureAlreadyCalledException AlreadyCalled(string verb) =>
        new($"{Describe()} cannot be {verb}: it has been {StageName} already.");

    private protected abstract Task AsUntypedTask();

    private protected abstract WorkItem CancellerWorkItem(Delegate canceller);

    /// <summary>Claims the right to complete it.</summary>
    private protected bool TryClaim()
    {
        var state = Volatile.Read(ref _state);
        while ((state & StageMask) == Pending)
        {
            var seen = Interlocked.CompareExchange(ref _state, state | Completing, state);
            if (seen == state)
                return true;
            state = seen;
        }

        return false;
    }

    /// <summary>Completes it; the value has been written by the thread that claimed it.</summary>
    private protected void FinishResolved() => Finish(Succeeded);

    private void FinishRejected(Exception error, int stage, Delegate? canceller = null)
    {
        var rejection = new Rejection(error);
        _rejection = rejection;
        if (!IsObserved && !rejection.IsNeverReported && _loop.ReportsUnobserved)
            rejection.Watch(this);
        Finish(stage, canceller);
        // Whoever began to observe in between did not see the rejection.
        if (IsObserved)
            rejection.Observe();
    }

    private void Finish(int stage, Delegate? canceller = null)
    {
        var state = Interlocked.Add(ref _state, stage - Completing);
        // Behind the stage, so that it finds the future cancelled, and before the errbacks, which wait in the list.
        if (canceller is not null)
            _loop.Enqueue(CancellerWorkItem(canceller));
        RunContinuations();
        if ((state & Joined) != 0)
            _loop.Waiters.Leave(this);
        if (Volatile.Read(ref _extra) is { } extra)
        {
            if (extra is PromiseRef promise)
                promise.Completed();
            else
                Interlocked.CompareExchange(ref _extra, null, extra);
        }
    }

    private string Describe() => $"Future<{TypeName.Of(ResultType)}> of loop '{_loop.Name}'";

    private string StageName => FinalStage switch
    {
        Pending => "pending",
        Succeeded => "resolved",
        Failed => "rejected",
        _ => "cancelled",
    };
}
