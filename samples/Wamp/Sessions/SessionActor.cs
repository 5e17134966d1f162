using Akka;
using Akka.Actor;
using Txaio.Actors;
using Txaio.Actors.Messages;
using Wamp.Authentication;
using Wamp.Protocol;
using Wamp.Routing;

namespace Wamp.Sessions;

/// <summary>
/// The session of a client: its handshake, its pings, its end, and the promises of the calls that the client has to
/// answer. The actor posts messages that concern other sessions to the loop of its realm.
/// </summary>
internal sealed class SessionActor : ReceiveActor
{
    private readonly Connection _connection;
    private readonly RouterContext _router;
    private readonly AutoPing _pings;
    private readonly Dictionary<long, IActorRef> _promises = [];
    private long _lastInvocation;
    private Realm? _realm;
    private Peer? _peer;
    private int _step;
    private DelayedCall _deadline;

    public SessionActor(Connection connection, RouterContext router)
    {
        _connection = connection;
        _router = router;
        _pings = new AutoPing(connection.Frames, router.Timer, router.Settings.Ping, Self);
        _pings.Start();
        SetDeadline(router.Settings.HelloTimeout);
        Become(Opening);
    }

    protected override void PostStop()
    {
        _deadline.Cancel();
        _pings.Stop();
        LeaveRealm();
        _connection.Outbox.Complete();
    }

    private void Opening()
    {
        Receive<Hello>(hello =>
        {
            _router.Txaio.Ask<Admission>(Context.Parent, new Join(hello, Self)).PipeTo(Self);
            Become(() => Joining(hello));
        });
        Handshake("before HELLO");
    }

    private void Joining(Hello hello)
    {
        Receive<Admission>(admission =>
        {
            if (admission.Proof is { } proof)
            {
                Send(new Challenge(proof.Method, proof.Text));
                Become(() => Authenticating(hello, admission, proof));
            }
            else
            {
                Enter(hello, admission);
            }
        });
        Receive<Status.Failure>(failure => Refuse(failure.Cause as WampException
            ?? new WampException(Uris.RuntimeError, failure.Cause.Message)));
        Handshake("before WELCOME");
    }

    private void Authenticating(Hello hello, Admission admission, Proof proof)
    {
        Receive<Authenticate>(answer =>
        {
            if (proof.IsGivenBy(answer.Signature))
                Enter(hello, admission);
            else
                Refuse(new WampException(Uris.AuthenticationFailed, "unknown authid, or wrong signature"));
        });
        Handshake("before AUTHENTICATE");
    }

    private void Joined()
    {
        Receive<Goodbye>(_ =>
        {
            LeaveRealm();
            Send(new Goodbye(Uris.GoodbyeAndOut));
            Finish();
        });
        Receive<Yield>(result => result.Progress, result => _realm!.Post(_peer!, result));
        Receive<Yield>(result => Answer(result.Request, result));
        Receive<Error>(error => error.RequestType == Codes.Invocation, error => Answer(
            error.Request, new Reject(new WampException(error.Uri, "the callee failed", error.Payload))));
        Receive<Message>(Realm.Takes, message => _realm!.Post(_peer!, message));
        Receive<Invoke>(invoke =>
        {
            _lastInvocation = invoke.Invocation.Request;
            _promises.Add(_lastInvocation, Sender);
            Send(invoke.Invocation);
        });
        Receive<InterruptPeer>(interrupt => Send(new Interrupt(interrupt.Invocation)));
        Receive<Withdraw>(withdraw => _promises.Remove(withdraw.Invocation));
        Receive<CatchUp>(_ => _realm!.CatchUp(Sender));
        Receive<Shutdown>(_ =>
        {
            Send(new Goodbye(Uris.SystemShutdown));
            LeaveRealm();
            SetDeadline(_router.Settings.CloseTimeout);
            Become(Leaving);
        });
        Always("after WELCOME");
    }

    // GOODBYE was sent. The actor ignores messages that the peer sent before the GOODBYE reached it.
    private void Leaving()
    {
        Receive<Goodbye>(_ => Finish());
        Receive<Message>(static _ => { });
        Receive<Overdue>(overdue => overdue.Step == _step, _ => Drop("it did not answer GOODBYE"));
        Ending();
    }

    // The last message was sent. The peer has close-timeout to close the connection.
    private void Finishing()
    {
        Receive<Overdue>(overdue => overdue.Step == _step, _ => Drop("it did not close"));
        Ending();
    }

    private void Ending()
    {
        Receive<CatchUp>(_ => Sender.Tell(Done.Instance));
        Receive<PingDue>(static _ => { });
        Receive<ConnectionEnded>(End);
        ReceiveAny(static _ => { });
    }

    private void Handshake(string when)
    {
        Receive<CatchUp>(_ => Sender.Tell(Done.Instance));
        Receive<Shutdown>(_ => Refuse(new WampException(Uris.SystemShutdown, "the router stops")));
        Receive<Overdue>(overdue => overdue.Step == _step, _ => Violate("the handshake took too long"));
        Always(when);
    }

    private void Always(string when)
    {
        Receive<Message>(message => Violate($"{message.Name} is not allowed {when}"));
        Receive<Violated>(violated => Violate(violated.Reason));
        Receive<Overflowed>(_ => Drop("it reads too slowly"));
        Receive<PingDue>(_ =>
        {
            if (!_pings.Due())
                Drop("no answer to a ping");
        });
        Receive<ConnectionEnded>(End);
        Receive<Overdue>(static _ => { });
    }

    private void Enter(Hello hello, Admission admission)
    {
        _deadline.Cancel();
        _realm = admission.Realm;
        _peer = new Peer(admission.Welcome.Session, Self, _connection.Outbox, hello.Features);
        Send(admission.Welcome);
        _router.Log.Info("{Name} joined {Realm} as {AuthId}", _connection.Name, _realm.Name, admission.Welcome.AuthId);
        Become(Joined);
    }

    private void Answer(long invocation, object answer)
    {
        if (_promises.Remove(invocation, out var promise))
            promise.Tell(answer);
        else if (invocation > _lastInvocation)
            Violate($"there was no INVOCATION {invocation}");
    }

    private void Violate(string reason) => Refuse(new WampException(Uris.ProtocolViolation, reason));

    private void Refuse(WampException reason)
    {
        _router.Log.Info("{Name} aborted: {Reason}", _connection.Name, reason.Message);
        Send(new Abort(reason.Uri, reason.Text));
        Finish();
    }

    private void Send(Message message)
    {
        if (!_connection.Outbox.TryAdd(message))
            Self.Tell(Overflowed.Instance);
    }

    private void Finish()
    {
        LeaveRealm();
        _connection.Outbox.Complete();
        SetDeadline(_router.Settings.CloseTimeout);
        Become(Finishing);
    }

    private void LeaveRealm()
    {
        _realm?.Leave(_peer!);
        _realm = null;
    }

    private void Drop(string reason)
    {
        _router.Log.Info("{Name} dropped: {Reason}", _connection.Name, reason);
        _connection.Abort();
        Context.Stop(Self);
    }

    private void End(ConnectionEnded ended)
    {
        _router.Log.Info("{Name} ended: {Reason}", _connection.Name, ended.Reason);
        Context.Stop(Self);
    }

    private void SetDeadline(TimeSpan time)
    {
        _deadline.Cancel();
        _deadline = _router.Timer.CallLater(time, Self, new Overdue(++_step));
    }
}
