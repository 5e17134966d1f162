using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The attempts of one Ask. The loop makes every attempt but the first; timeouts need no loop. At any time there are at
/// most two calls: the end of all attempts, and the next step.
/// </summary>
/// <remarks>
/// The first failure of an attempt ends it. The sender of all attempts is one promise, so a failure does not say which
/// attempt it is of. So the last attempt waits for its timeout while an earlier attempt may still get its reply.
/// </remarks>
internal sealed partial class AskAttempts(
    Future ask, Func<ICanTell?> resolve, object message, AskRetryPlan plan, AskMeasurement? measurement) : ICallback
{
    // The sender of all attempts.
    private readonly IActorRef _sender = ask.Promise;

    private readonly long _end = Delays.Due(ask.Loop.Now, plan.Timeout);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    // Guards the fields below. The loop begins attempts; any thread ends them. No other code runs under the lock.
    private readonly object _gate = new();

    private int _begun;
    private int _failed;
    private Exception? _lastFailure;
    private bool _isBetween;

    // The number of the step: each attempt and each wait is one. A call of an earlier step is stale.
    private int _step;
    private DelayedCall _stepCall;
    private DelayedCall _endCall;

    // The target of the last attempt. The loop writes it, any thread reads it.
    private ICanTell _target = ActorRefs.Nobody;

    /// <summary>Whether the caller's function decides about failures that are not retried otherwise.</summary>
    public bool AsksAboutFailures => plan.RetryOn is not null;

    /// <summary>The message and its target, as the start of a sentence.</summary>
    public string Question => AskedMessage.Question(message, Volatile.Read(ref _target), ask.Loop);

    /// <summary>Makes the first attempt, on the calling thread.</summary>
    public void Begin()
    {
        if (_end != Delays.Never && TrySchedule(plan.Timeout, TimeoutInvoker.Instance, null, null) is { } call)
        {
            lock (_gate)
                _endCall = call;
        }

        if (!ask.IsCompleted)
            Attempt();
        CancelIfCompleted();
    }

    /// <summary>The future is completed: cancels the calls. Any thread.</summary>
    public void End()
    {
        DelayedCall step, end;
        lock (_gate)
            (step, end) = (_stepCall, _endCall);
        step.Cancel();
        end.Cancel();
    }

    /// <summary>A message with the Ask as its sender became a dead letter. Any thread.</summary>
    public void Undelivered(object undelivered, IActorRef recipient)
    {
        var target = Volatile.Read(ref _target);
        if (AskedMessage.WhyUndelivered(target, message, undelivered, recipient) is { } reason)
            AttemptFailed(new AskTargetException(target, message.GetType(), reason));
    }

    /// <summary>A message with the Ask as its sender was not handled. Any thread.</summary>
    public void Unhandled(object unhandled, IActorRef recipient)
    {
        var target = Volatile.Read(ref _target);
        if (AskedMessage.WhyUnhandled(target, message, unhandled, recipient) is { } reason)
            TryAskAbout(new AskTargetException(target, message.GetType(), reason));
    }

    /// <summary>
    /// Lets the caller's function decide, on the loop, whether the failure is retried. Without the function the Ask
    /// fails.
    /// </summary>
    /// <returns>False when the Ask was completed before.</returns>
    public bool TryAskAbout(Exception failure)
    {
        if (!AsksAboutFailures)
            return ask.TryReject(failure);
        if (ask.IsCompleted)
            return false;
        ask.Loop.Enqueue(new WorkItem(CallbackInvoker.OnLoop, this, failure, _context));
        return true;
    }

    void ICallback.Run(object? failure)
    {
        if (ask.IsCompleted)
            return;
        if (failure is Exception cause)
            Decide(cause);
        else
            Attempt();
    }

    string ICallback.Describe(object? failure) => failure is null
        ? $"the next attempt of an Ask of {ObjectText.Of(Volatile.Read(ref _target))}"
        : CallbackName.Of(plan.RetryOn!);

    private void Decide(Exception failure)
    {
        bool isRetried;
        try
        {
            isRetried = plan.RetryOn!(failure);
        }
        catch (Exception)
        {
            // The loop reports the exception.
            ask.TryReject(failure);
            throw;
        }

        if (isRetried)
            AttemptFailed(failure);
        else
            ask.TryReject(failure);
    }

    private void Attempt()
    {
        int attempts, step;
        lock (_gate)
        {
            _isBetween = false;
            (attempts, step) = (++_begun, ++_step);
        }

        if (attempts > 1 && Instruments.AskRetries.Enabled)
            ask.Loop.Telemetry.AskRetried();
        ICanTell target;
        try
        {
            target = resolve() ?? ActorRefs.Nobody;
        }
        catch (Exception e)
        {
            AttemptFailed(e);
            return;
        }

        Volatile.Write(ref _target, target);
        measurement?.Attempted(attempts, target);
        if (target is Nobody)
        {
            AttemptFailed(new AskTargetException(target, message.GetType(), "there is no such actor"));
            return;
        }

        if (plan.AttemptTimeout != Timeout.InfiniteTimeSpan)
            ScheduleStep(step, plan.AttemptTimeout, TimeoutInvoker.Instance);
        Send(target);
    }

    private void Send(ICanTell target)
    {
        try
        {
            target.Tell(message, _sender);
        }
        catch (Exception e)
        {
            TryAskAbout(e);
        }
    }
}
