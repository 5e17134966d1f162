using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// A delayed call that a token can cancel. This object stands between the handle and the call, so that calls without a
/// token do not cost more. The registration with the token ends when the call runs, is cancelled or is dropped, since a
/// token may live long.
/// </summary>
internal sealed class TokenCall : DelayedCallSource, IWrappedCallback
{
    // Guards the fields that are not readonly. The scheduling thread writes them. The thread that cancels the token, or
    // uses the handle, and the loop end the call.
    private readonly object _gate = new();
    private readonly Action _callback;
    private readonly CancellationToken _token;
    private DelayedCall _call;
    private CancellationTokenRegistration _registration;
    private bool _over;

    private TokenCall(Action callback, CancellationToken token) => (_callback, _token) = (callback, token);

    public Delegate Callback => _callback;

    /// <summary>Schedules <paramref name="callback"/>; a cancelled <paramref name="token"/> cancels the call.</summary>
    /// <param name="callLater">Schedules a call without a token.</param>
    /// <param name="delay">The delay.</param>
    /// <param name="callback">The user's callback.</param>
    /// <param name="token">The token.</param>
    public static DelayedCall Schedule(
        Func<TimeSpan, Action, DelayedCall> callLater, TimeSpan delay, Action callback, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (!token.CanBeCanceled)
            return callLater(delay, callback);
        var call = new TokenCall(callback, token);
        call.Start(callLater(delay, call.Run));
        return new DelayedCall(call, 0, 0);
    }

    /// <summary>
    /// Tells a callback that its loop or timer has dropped its call, if the call has a token or the callback is an
    /// <see cref="IDroppedCall"/>.
    /// </summary>
    public static void Dropped(object callback)
    {
        if (callback is Action { Target: TokenCall call })
            call.TryEnd();
        else if (callback is IDroppedCall dropped)
            dropped.Dropped();
    }

    public override bool IsActive(int slot, int generation)
    {
        lock (_gate)
            return !_over && _call.IsActive;
    }

    public override bool Cancel(int slot, int generation)
    {
        DelayedCall call;
        lock (_gate)
            call = _call;
        // The loop takes the call first and then ends this object, so this thread uses the same order. In the other
        // order, a call that the loop has taken would not run although this method returned false.
        return call.Cancel() && TryEnd();
    }

    public override bool Reset(int slot, int generation, TimeSpan delay)
    {
        DelayedCall call;
        lock (_gate)
            call = _call;
        return call.Reset(delay);
    }

    private void Start(DelayedCall call)
    {
        lock (_gate)
            _call = call;
        var registration = _token.UnsafeRegister(static call => ((TokenCall)call!).Cancel(0, 0), this);
        lock (_gate)
        {
            _registration = registration;
            if (!_over)
                return;
        }

        registration.Unregister();
    }

    private void Run()
    {
        StressPoint.Here();
        // If the token was cancelled first, the callback does not run, even if the token's callback has not ended the
        // call yet.
        if (TryEnd() && !_token.IsCancellationRequested)
            _callback();
    }

    private bool TryEnd()
    {
        lock (_gate)
        {
            if (_over)
                return false;
            _over = true;
            // Dispose would wait for a running callback of the token, which may be the caller of this method.
            _registration.Unregister();
            return true;
        }
    }
}
