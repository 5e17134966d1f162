using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Delayed;

/// <summary>
/// A delayed call that a token cancels. It stands between the handle and the call, so that calls without a token cost
/// nothing more; and it leaves the token when the call runs, is cancelled, or is dropped: a token may live long.
/// </summary>
internal sealed class TokenCall : DelayedCallSource, IWrappedCallback
{
    // Guards everything below. The scheduling thread writes; the token, the handle and the loop end it, any thread.
    private readonly Lock _gate = new();
    private readonly Action _callback;
    private readonly CancellationToken _token;
    private DelayedCall _call;
    private CancellationTokenRegistration _registration;
    private bool _over;

    private TokenCall(Action callback, CancellationToken token) => (_callback, _token) = (callback, token);

    public Delegate Callback => _callback;

    /// <summary>Schedules <paramref name="callback"/>, unless or until <paramref name="token"/> is cancelled.</summary>
    /// <param name="callLater">Schedules without a token.</param>
    /// <param name="delay">The delay.</param>
    /// <param name="callback">What to run.</param>
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
    /// The loop or timer has dropped the call that <paramref name="callback"/> is of, if it has a token or is one that
    /// has to know.
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
        // The loop takes the call before it ends this registration. In the other order, a call that the loop has taken
        // would not run although its cancel returned false.
        return call.Cancel() && TryEnd();
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
        // A token that was cancelled first wins, also while its callback is on its way here.
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
            // Not Dispose: it would wait for a running callback, which may be the caller of this method.
            _registration.Unregister();
            return true;
        }
    }
}
