using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Futures.Failures;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Asking;

/// <content>The end of attempts, and the waits between them.</content>
internal sealed partial class AskAttempts
{
    private void AttemptFailed(Exception failure)
    {
        int step;
        lock (_gate)
        {
            _failed++;
            _lastFailure = failure;
            // An attempt that timed out, or an attempt before it, has failed after all.
            if (_isBetween)
                return;
            if (_begun >= plan.MaxAttempts && _failed < _begun)
                return;
            step = EndAttempt();
        }

        GoOn(step, failure);
    }

    private void AttemptTimedOut(int step)
    {
        var failure = new AskTimeoutException(TimeoutText(plan.AttemptTimeout));
        lock (_gate)
        {
            if (step != _step)
                return;
            _lastFailure = failure;
            step = EndAttempt();
        }

        GoOn(step, failure);
    }

    // The caller holds the lock.
    private int EndAttempt()
    {
        _isBetween = true;
        return ++_step;
    }

    private void GoOn(int step, Exception failure)
    {
        int attempts;
        DelayedCall timeout;
        lock (_gate)
            (attempts, timeout, _stepCall) = (_begun, _stepCall, default);
        timeout.Cancel();
        if (attempts >= plan.MaxAttempts)
            ask.TryReject(failure);
        else
            ScheduleStep(step, plan.Backoff(attempts, Random.Shared.NextDouble()), CallbackInvoker.OnLoop);
    }

    private void ScheduleStep(int step, TimeSpan delay, CallInvoker invoker)
    {
        // A step at the end of all attempts, or later, would never run.
        if (ask.Loop.Now + delay.Ticks >= _end)
            return;
        var scheduled = invoker.RunsOnLoop
            ? TrySchedule(delay, invoker, null, _context)
            : TrySchedule(delay, invoker, step, null);
        if (scheduled is not { } call)
            return;
        StressPoint.Here();
        var isStale = false;
        lock (_gate)
        {
            if (step == _step)
                _stepCall = call;
            else
                isStale = true;
        }

        if (isStale)
            call.Cancel();
        CancelIfCompleted();
    }

    // A loop that has closed rejects the Ask.
    private DelayedCall? TrySchedule(TimeSpan delay, CallInvoker invoker, object? state, ExecutionContext? context)
    {
        try
        {
            return ask.Loop.CallAgain(delay, invoker, this, state, context);
        }
        catch (LoopTerminatedException e)
        {
            ask.TryReject(e);
            return null;
        }
    }

    // The thread that stores a call reads the state afterwards. The completing thread writes the state, and takes the
    // lock to read the calls afterwards. So at least one of the two threads cancels the call.
    private void CancelIfCompleted()
    {
        if (ask.IsCompleted)
            End();
    }

    private void TimedOut()
    {
        Exception? last;
        lock (_gate)
            last = _lastFailure;
        var text = TimeoutText(plan.Timeout);
        ask.TryReject(new AskTimeoutException(
            last is null ? text : $"{text} The last failure of an attempt: {FailureText.Message(last)}"));
    }

    private string TimeoutText(TimeSpan time)
    {
        int attempts;
        lock (_gate)
            attempts = _begun;
        var counted = attempts == 1 ? "1 attempt" : $"{attempts} attempts";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Question} got no reply within {time.TotalSeconds:0.###} s, in {counted}.");
    }

    /// <remarks>
    /// Times out off the loop, so that a blocked loop does not delay code that awaits the future elsewhere. The
    /// future's continuations may run foreign code. So the call counts as a message to the future.
    /// </remarks>
    private sealed class TimeoutInvoker : CallInvoker
    {
        public static readonly TimeoutInvoker Instance = new();

        public override bool RunsOnLoop => false;

        public override IActorRef TargetOf(object callback) => ((AskAttempts)callback)._sender;

        public override void Invoke(object callback, object? step)
        {
            var attempts = (AskAttempts)callback;
            if (step is int number)
                attempts.AttemptTimedOut(number);
            else
                attempts.TimedOut();
        }

        public override string Describe(object callback, object? step) =>
            $"the timeout of an Ask of {ObjectText.Of(Volatile.Read(ref ((AskAttempts)callback)._target))}";
    }
}
