using Akka;
using Wamp.Sessions;

namespace Wamp.Routing;

/// <summary>The objects that all sessions of a router share.</summary>
internal sealed record RouterContext(ITxaio Txaio, IBatchedTimer Timer, RouterSettings Settings);

/// <summary>The parent of the actors of realms and sessions.</summary>
internal sealed class RouterActor : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _realms = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> _sessions = [];
    private IActorRef? _closer;
    private long _started;

    public RouterActor(RouterContext context, IReadOnlyList<Realm> realms)
    {
        foreach (var (realm, settings) in realms.Zip(context.Settings.Realms))
        {
            var actor = Props.Create<RealmActor>(realm, settings.Authenticator);
            _realms.Add(realm.Name, Context.ActorOf(actor, $"realm-{_realms.Count + 1}"));
        }

        Receive<Open>(open => Sender.Tell(_closer is null ? Start(open.Connection, context) : ActorRefs.Nobody));
        Receive<Join>(join =>
        {
            // The realm replies to the session's promise.
            if (_realms.TryGetValue(join.Hello.Realm, out var realm))
                realm.Forward(join);
            else
                Sender.Tell(new Status.Failure(new WampException(Uris.NoSuchRealm, "the router has no such realm")));
        });
        Receive<CountSessions>(_ => Sender.Tell(_sessions.Count));
        Receive<CloseAll>(_ =>
        {
            _closer = Sender;
            foreach (var session in _sessions)
                session.Tell(Shutdown.Instance);
            ReplyIfClosed();
        });
        Receive<Terminated>(terminated =>
        {
            _sessions.Remove(terminated.ActorRef);
            ReplyIfClosed();
        });
    }

    // Stops a session whose actor failed: a restarted actor would not know the state of the handshake.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private IActorRef Start(Connection connection, RouterContext context)
    {
        var session = Context.ActorOf(Props.Create<SessionActor>(connection, context), $"session-{++_started}");
        _sessions.Add(Context.Watch(session));
        return session;
    }

    private void ReplyIfClosed()
    {
        if (_sessions.Count == 0)
            _closer?.Tell(Done.Instance);
    }

    /// <summary>Starts a session. The reply is the session's actor, or <c>Nobody</c> once the router stops.</summary>
    internal sealed record Open(Connection Connection) : INoSerializationVerificationNeeded;

    /// <summary>The reply is the number of sessions.</summary>
    internal sealed record CountSessions : INoSerializationVerificationNeeded
    {
        public static readonly CountSessions Instance = new();
    }

    /// <summary>Sends GOODBYE to all sessions, starts no more, and replies <c>Done</c> when all have ended.</summary>
    internal sealed record CloseAll : INoSerializationVerificationNeeded
    {
        public static readonly CloseAll Instance = new();
    }
}
