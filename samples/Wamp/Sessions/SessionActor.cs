using Akka;
using Wamp.Authentication;
using Wamp.Routing;

namespace Wamp.Sessions;

/// <summary>
/// The session of a client: its handshake, its pings and its end. Each step of the session is a behaviour of the actor.
/// Between WELCOME and GOODBYE the connection posts the client's messages to the loop of the realm, not to this actor.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    private const string Deadline = "deadline";

    private readonly Connection _connection;
    private readonly RouterContext _router;
    private readonly ITxaioLogger _log;
    private readonly ActorTimers _timers;
    private readonly AutoPing _pings;
    private Peer? _peer;

    public SessionActor(Connection connection, RouterContext router)
    {
        (_connection, _router) = (connection, router);
        _log = router.Txaio.MakeLogger(Context);
        // Akka cancels these timers when the actor stops.
        _timers = router.Timer.MakeActorTimers(this);
        _pings = new AutoPing(connection.Frames, _timers, router.Settings.Ping, Self);
        _timers.StartSingleTimer(Deadline, Overdue.Instance, router.Settings.HelloTimeout);
        Become(Opening);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // The name in the lines of the log. Sinks with a source have the actor's path, too.
    private string Name => Self.Path.Name;

    protected override void PostStop()
    {
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
                _timers.Reset(Deadline, _router.Settings.HelloTimeout);
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
        Receive<Goodbye>(_ => Finish(new Goodbye(Uris.GoodbyeAndOut)));
        Receive<CatchUp>(_ => _peer!.CatchUp(Sender));
        Receive<Shutdown>(_ => BeginEnd(new Goodbye(Uris.SystemShutdown)));
        // Other messages of the client come here only when it sent them too early.
        Always("before WELCOME");
    }

    // The last message was sent. The peer has close-timeout to answer a GOODBYE and to close the connection. The actor
    // ignores all other messages.
    private void Ending()
    {
        Receive<Goodbye>(_ => _connection.Outbox.Complete());
        Receive<CatchUp>(_ => Sender.Tell(Done.Instance));
        Receive<Overdue>(_ => Drop("it did not close"));
        Receive<ConnectionEnded>(End);
        ReceiveAny(static _ => { });
    }

    private void Handshake(string when)
    {
        Receive<CatchUp>(_ => Sender.Tell(Done.Instance));
        Receive<Shutdown>(_ => Refuse(new WampException(Uris.SystemShutdown, "the router stops")));
        Receive<Overdue>(_ => Violate("the handshake took too long"));
        Always(when);
    }

    private void Always(string when)
    {
        Receive<Message>(message => Violate($"{message.Name} is not allowed {when}"));
        Receive<Violated>(violated => Violate(violated.Reason));
        Receive<Overflowed>(_ => Drop("it reads too slowly"));
        Receive<PeerAlive>(_ => _pings.Restart());
        Receive<PingDue>(_ =>
        {
            if (!_pings.TryPing())
                Drop("no answer to a ping");
        });
        Receive<ConnectionEnded>(End);
    }

    private void Enter(Hello hello, Admission admission)
    {
        _timers.Cancel(Deadline);
        _peer = new Peer(admission.Realm, Self, _connection.Outbox, hello.Features);
        _connection.Member = _peer;
        Send(admission.Welcome);
        _log.Info("{Name} joined {Realm} as {AuthId}", Name, admission.Realm.Name, admission.Welcome.AuthId);
        Become(Joined);
    }

    private void Violate(string reason) => Refuse(new WampException(Uris.ProtocolViolation, reason));

    private void Refuse(WampException reason)
    {
        _log.Info("{Name} aborted: {Reason}", Name, reason.Message);
        Finish(new Abort(reason.Uri, reason.Text));
    }

    private void Finish(Message last)
    {
        BeginEnd(last);
        _connection.Outbox.Complete();
    }

    private void BeginEnd(Message last)
    {
        Send(last);
        LeaveRealm();
        _timers.StartSingleTimer(Deadline, Overdue.Instance, _router.Settings.CloseTimeout);
        Become(Ending);
    }

    private void Send(Message message)
    {
        if (!_connection.Outbox.TryAdd(message))
            Self.Tell(Overflowed.Instance);
    }

    private void LeaveRealm()
    {
        _connection.Member = null;
        _peer?.Leave();
        _peer = null;
    }

    private void Drop(string reason)
    {
        _log.Info("{Name} dropped: {Reason}", Name, reason);
        _connection.Abort();
        Context.Stop(Self);
    }

    private void End(ConnectionEnded ended)
    {
        if (ended.Failure is { } failure)
        {
            _log.Error("{Name} failed", Name, failure);
            _connection.Abort();
        }

        _log.Info("{Name} ended: {Reason}", Name, ended.Reason);
        Context.Stop(Self);
    }
}
