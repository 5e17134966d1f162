using Akka.Actor;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// An entry of the sleeping scheduler, and at once the object that cancels it: one object for what Akka's scheduler
/// makes four.
/// </summary>
/// <remarks>
/// The thread that begins to run the entry and the thread that cancels it both exchange the state first, so that one of
/// them alone gets the right to read or clear the fields of the call.
/// </remarks>
internal abstract class ScheduledEntry(SleepingThread thread) : ICancelable
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Ended = 2;
    private const int Cancelled = 3;
    private const int CancelledWhileRunning = 4;

    // The cancelable that the caller gave, as a Cancelable, an entry, or a boxed CancellationToken. In an entry that is
    // its own cancelable: the source of its token, from the first read of Token on.
    private object? _cancellation;
    private int _state;

    /// <summary>The next entry of the list in which this entry waits.</summary>
    public ScheduledEntry? Next { get; set; }

    /// <summary>The due time, in ticks of the scheduler's clock.</summary>
    public long Due { get; set; }

    /// <summary>The interval between repetitions in ticks; zero for an entry that runs once.</summary>
    public virtual long Interval => 0;

    /// <summary>The target of a message; null for other calls.</summary>
    public virtual ICanTell? Target => null;

    /// <summary>Whether the call surely returns at once, and runs no foreign code.</summary>
    public abstract bool RunsAtOnce { get; }

    /// <summary>Whether a cancelable of the caller cancels the entry: the scheduler gets no notice of it.</summary>
    public bool HasCancelable => _cancellation is not (null or CancellationTokenSource);

    /// <summary>Whether the entry has been cancelled. Runs no foreign code.</summary>
    public bool IsCancelled => IsCancellationRequested || _cancellation switch
    {
        Cancelable cancelable => cancelable.IsCancellationRequested,
        CancellationToken token => token.IsCancellationRequested,
        ScheduledEntry entry => entry.IsCancellationRequested,
        _ => false,
    };

    /// <summary>Whether a thread has cancelled this entry itself.</summary>
    public bool IsCancellationRequested => Volatile.Read(ref _state) >= Cancelled;

    /// <inheritdoc />
    public CancellationToken Token => Source().Token;

    /// <summary>
    /// Lets <paramref name="cancelable"/> cancel the entry. A foreign implementation is asked for its token now, on the
    /// calling thread; the scheduler's thread reads only the token.
    /// </summary>
    public void CancelWith(ICancelable? cancelable) =>
        _cancellation = cancelable is null or Cancelable or ScheduledEntry ? cancelable : cancelable.Token;

    /// <inheritdoc />
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc />
    public void Cancel(bool throwOnFirstException)
    {
        if (TryCancel())
            (Volatile.Read(ref _cancellation) as CancellationTokenSource)?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc />
    public void CancelAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var source = Source();
        source.Token.UnsafeRegister(static entry => ((ScheduledEntry)entry!).Cancel(), this);
        source.CancelAfter(delay);
    }

    /// <inheritdoc />
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <summary>Gets the right to run the call.</summary>
    /// <returns>False when the entry was cancelled first.</returns>
    public bool TryBegin() => !IsCancelled && Exchange(Waiting, Running);

    /// <summary>Runs the call. The caller has got the right to.</summary>
    public abstract void Invoke();

    /// <summary>Describes the call in a few words, for the log. Runs no foreign code.</summary>
    public abstract string Describe();

    /// <summary>Ends a run.</summary>
    /// <returns>Whether the entry waits for another run.</returns>
    public bool End(bool repeats)
    {
        if (repeats && !IsCancelled && Exchange(Running, Waiting))
            return true;
        if (!Exchange(Running, Ended))
            Volatile.Write(ref _state, Cancelled);
        Clear();
        return false;
    }

    /// <summary>Drops the call of an entry that waits.</summary>
    /// <returns>False when another thread has begun to run the call, or dropped it.</returns>
    public bool TryDrop()
    {
        if (!Exchange(Waiting, Cancelled))
            return false;
        Clear();
        return true;
    }

    /// <summary>Lets go of the call's objects.</summary>
    protected abstract void Clear();

    private bool TryCancel()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Waiting when TryDrop():
                    thread.CountCancelled();
                    return true;
                case Running when Exchange(Running, CancelledWhileRunning):
                case Ended when Exchange(Ended, Cancelled):
                    return true;
                case Cancelled or CancelledWhileRunning:
                    return false;
            }
        }
    }

    private bool Exchange(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;

    // The thread that makes the source writes it, passes a fence, and reads the state. The cancelling thread writes the
    // state, passes a fence, and reads the source. So at least one of them cancels the source.
    private CancellationTokenSource Source()
    {
        if (Volatile.Read(ref _cancellation) is CancellationTokenSource known)
            return known;
        var made = new CancellationTokenSource();
        var source = Interlocked.CompareExchange(ref _cancellation, made, null) as CancellationTokenSource ?? made;
        if (IsCancellationRequested)
            source.Cancel();
        return source;
    }
}
