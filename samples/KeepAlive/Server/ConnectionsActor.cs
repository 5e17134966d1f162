using Akka;
using Akka.Actor;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>The parent of all connections' actors.</summary>
internal sealed class ConnectionsActor(ConnectionContext context) : UntypedActor
{
    private readonly HashSet<IActorRef> _connections = [];
    private IActorRef? _closer;

    // The connection of a failed actor ends: the state of its socket is unknown.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Open when _closer is not null:
                Sender.Tell(ActorRefs.Nobody);
                break;
            case Open open:
                // Props without an expression: compiling one takes longer than everything else here.
                var actor = Context.ActorOf(Props.Create<ConnectionActor>(open.Connection, context));
                _connections.Add(Context.Watch(actor));
                Sender.Tell(actor);
                break;
            case CloseAll:
                _closer = Sender;
                foreach (var connection in _connections)
                    connection.Tell(CloseConnection.Instance);
                ReplyIfClosed();
                break;
            case Terminated terminated:
                _connections.Remove(terminated.ActorRef);
                ReplyIfClosed();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ReplyIfClosed()
    {
        if (_connections.Count == 0)
            _closer?.Tell(Done.Instance);
    }

    /// <summary>A new connection. The reply is the connection's actor, or <c>Nobody</c> once the server stops.</summary>
    internal sealed record Open(Connection Connection) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Close all connections and take no more. The reply is <see cref="Done"/> once the last connection has ended.
    /// </summary>
    internal sealed class CloseAll : INoSerializationVerificationNeeded
    {
        public static readonly CloseAll Instance = new();
    }
}
