using Akka.Actor;
using Txaio.Actors;
using Wamp.Protocol;
using Wamp.Sessions;

namespace Wamp.Rpc;

/// <summary>
/// A call between its CALL and its RESULT or ERROR. It is a future: the callee's session completes the future, from any
/// thread; a timeout, a CANCEL or the end of a session cancels or rejects it; its callbacks run on the realm's loop and
/// answer the caller.
/// </summary>
internal sealed class PendingCall
{
    private readonly Peer _caller;
    private readonly long _request;
    private readonly Future<Yield> _answer;
    private readonly Action _ended;
    private DelayedCall _timeout;
    private string _reason = Uris.Canceled;
    private bool _withdrawn;

    public PendingCall(ITxaio txaio, Peer caller, Call request, Peer callee, Action ended)
    {
        _caller = caller;
        _request = request.Request;
        Callee = callee;
        _ended = ended;
        Invocation = ++callee.LastInvocation;
        ReceivesProgress = request.ReceiveProgress && callee.Features.ProgressiveResults;
        caller.Calls.Add(_request, this);
        callee.Invocations.Add(Invocation, this);

        _answer = txaio.CreateFuture<Yield>(canceller: _ => Interrupt());
        txaio.AddCallbacks(_answer, Succeeded, Failed);
    }

    public Peer Callee { get; }

    public long Invocation { get; }

    public bool ReceivesProgress { get; }

    /// <summary>The promise that the callee's session completes.</summary>
    public IActorRef Promise => _answer.Ref;

    public void TimeOut(IBatchedTimer timer, TimeSpan after) => _timeout = timer.CallLater(
        after, static call => call.Kill(Uris.Timeout, "the callee did not answer in time"), this);

    /// <summary>Ends the call at once, and interrupts the callee.</summary>
    public void Kill(string reason, string text)
    {
        if (_answer.IsCalled)
            return;
        _reason = reason;
        _answer.Cancel(text);
        Withdraw();
    }

    /// <summary>Ends the call at once, without a message to the callee.</summary>
    public void Skip(string reason, string text)
    {
        if (_answer.TryReject(new WampException(reason, text)))
            Withdraw();
    }

    /// <summary>Sends INTERRUPT to a callee that accepts it. The callee's answer ends the call.</summary>
    public void Interrupt()
    {
        if (Callee.Features.CallCanceling)
            Callee.Session.Tell(new InterruptPeer(Invocation));
    }

    public void Progress(Yield result)
    {
        // Does not look at IsCalled: the last result may have completed the future already. Its callback, which sends
        // the RESULT, is queued behind this progressive result.
        if (ReceivesProgress && !_withdrawn)
            _caller.Send(new Result(_request, true, result.Payload));
    }

    private void Succeeded(Yield result)
    {
        End();
        _caller.Send(new Result(_request, false, result.Payload));
    }

    private void Failed(IFailedFuture failure)
    {
        End();
        _caller.Send(failure.Value switch
        {
            WampException error => new Error(Codes.Call, _request, error.Uri, error.Payload),
            FutureCancelledException => new Error(Codes.Call, _request, _reason, Payload.Of(failure.Value.Message)),
            var other => new Error(Codes.Call, _request, Uris.RuntimeError, Payload.Of(other.Message)),
        });
    }

    private void End()
    {
        _timeout.Cancel();
        _caller.Calls.Remove(_request);
        Callee.Invocations.Remove(Invocation);
        _ended();
    }

    private void Withdraw()
    {
        _withdrawn = true;
        Callee.Session.Tell(new Withdraw(Invocation));
    }
}
