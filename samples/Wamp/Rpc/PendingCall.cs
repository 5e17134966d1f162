using Akka.Actor;
using Txaio.Actors;
using Wamp.Protocol;
using Wamp.Sessions;

namespace Wamp.Rpc;

/// <summary>
/// A call from its CALL to its RESULT or ERROR: a future. The callee's session completes it, from any thread or node; a
/// timeout, a CANCEL or the end of either side cancels it; its callbacks answer the caller, on the realm's loop.
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

    /// <summary>What the callee's session completes.</summary>
    public IActorRef Promise => _answer.Ref;

    public void TimeOut(IBatchedTimer timer, TimeSpan after) => _timeout = timer.CallLater(
        after, static call => call.Kill(Uris.Timeout, "the callee did not answer in time"), this);

    /// <summary>Ends the call now, and tells the callee to stop.</summary>
    public void Kill(string reason, string text)
    {
        if (_answer.IsCalled)
            return;
        _reason = reason;
        _answer.Cancel(text);
        Withdraw();
    }

    /// <summary>Ends the call now. The callee is not told.</summary>
    public void Skip(string reason, string text)
    {
        if (_answer.TryReject(new WampException(reason, text)))
            Withdraw();
    }

    /// <summary>Tells the callee to stop, where it understands that. The call ends with its answer.</summary>
    public void Interrupt()
    {
        if (Callee.Features.CallCanceling)
            Callee.Session.Tell(new InterruptPeer(Invocation));
    }

    public void Progress(Yield result)
    {
        // The last result may have completed the future already; its callback is queued behind this.
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
