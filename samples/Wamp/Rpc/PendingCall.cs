using Wamp.Sessions;

namespace Wamp.Rpc;

/// <summary>
/// A call between its CALL and its RESULT or ERROR. It is a future: the callee's answer completes the future; a CANCEL
/// or the end of a session rejects it; a timeout cancels it; its callback answers the caller.
/// </summary>
internal sealed class PendingCall
{
    private readonly Peer _caller;
    private readonly long _request;
    private readonly Future<Yield> _answer;
    private readonly Action _ended;

    public PendingCall(ITxaio txaio, IBatchedTimer timeouts, Peer caller, Call request, Peer callee, Action ended)
    {
        (_caller, _request, Callee, _ended) = (caller, request.Request, callee, ended);
        Invocation = ++callee.LastInvocation;
        ReceivesProgress = request.ReceiveProgress && callee.Features.ProgressiveResults;

        _answer = txaio.CreateFuture<Yield>(canceller: _ => Interrupt());
        _answer.AddBoth(static (outcome, call) => call.End(outcome), this);
        if (request.Timeout > 0)
        {
            _answer.CancelAfter(
                timeouts, TimeSpan.FromMilliseconds(request.Timeout), "the callee did not answer in time");
        }

        caller.Calls.Add(_request, this);
        callee.Invocations.Add(Invocation, this);
    }

    public Peer Callee { get; }

    public long Invocation { get; }

    public bool ReceivesProgress { get; }

    /// <summary>Ends the call with its result. Does nothing when the call has ended already.</summary>
    public void Resolve(Yield result) => _answer.TryResolve(result);

    /// <summary>Ends the call with an error of the callee. Does nothing when the call has ended already.</summary>
    public void Reject(Error error) =>
        _answer.TryReject(new WampException(error.Uri, "the callee failed", error.Payload));

    /// <summary>Ends the call at once, and interrupts the callee.</summary>
    public void Kill(string text)
    {
        if (Skip(text))
            Interrupt();
    }

    /// <summary>Ends the call at once, without a message to the callee.</summary>
    /// <returns>False when the call has ended already.</returns>
    public bool Skip(string text) => _answer.TryReject(new WampException(Uris.Canceled, text));

    /// <summary>Sends INTERRUPT to a callee that accepts it. The callee's answer ends the call.</summary>
    public void Interrupt()
    {
        if (Callee.Features.CallCanceling)
            Callee.Send(new Interrupt(Invocation));
    }

    public void Progress(Yield result)
    {
        if (ReceivesProgress && !_answer.IsCalled)
            _caller.Send(new Result(_request, true, result.Payload));
    }

    private void End(Outcome<Yield> outcome)
    {
        _caller.Calls.Remove(_request);
        Callee.Invocations.Remove(Invocation);
        _ended();
        _caller.Send(outcome.TryGetValue(out var result)
            ? new Result(_request, false, result.Payload)
            : ErrorOf(outcome.Failure!.Value));
    }

    private Error ErrorOf(Exception failure) => failure switch
    {
        WampException error => new Error(Codes.Call, _request, error.Uri, error.Payload),
        // Only the timeout cancels.
        FutureCancelledException => new Error(Codes.Call, _request, Uris.Timeout, Payload.Of(failure.Message)),
        _ => new Error(Codes.Call, _request, Uris.RuntimeError, Payload.Of(failure.Message)),
    };
}
