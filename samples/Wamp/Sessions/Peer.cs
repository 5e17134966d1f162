using Wamp.Routing;
using Wamp.Rpc;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A member of a realm: the part of a session that the realm uses. Any thread may post and send. Only the
/// realm's loop uses the properties that have setters, and the collections.</summary>
internal sealed class Peer(Realm realm, IActorRef session, Outbox outbox, Features features)
{
    public const int MaxSubscriptions = 10_000;
    public const int MaxRegistrations = 10_000;
    public const int MaxCalls = 10_000;

    // The connection adds, the realm's loop subtracts.
    private int _waiting;

    public IActorRef Session => session;

    public Features Features => features;

    /// <summary>The topics of this peer's subscriptions, by subscription id.</summary>
    public Dictionary<long, string> Subscriptions { get; } = [];

    /// <summary>The procedures of this peer, by registration id.</summary>
    public Dictionary<long, string> Registrations { get; } = [];

    /// <summary>Pending calls that this peer made, by its request id.</summary>
    public Dictionary<long, PendingCall> Calls { get; } = [];

    /// <summary>Pending calls that this peer has to answer, by invocation id.</summary>
    public Dictionary<long, PendingCall> Invocations { get; } = [];

    /// <summary>The id of the latest invocation.</summary>
    public long LastInvocation { get; set; }

    /// <summary>The session has ended. The realm drops messages that the connection posted too late.</summary>
    public bool HasLeft { get; set; }

    /// <summary>The number of messages that were posted and not yet routed.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Posts a message of the peer to the realm. The realm routes the messages in this order.</summary>
    public void Post(Message message)
    {
        Interlocked.Increment(ref _waiting);
        realm.Post(this, message);
    }

    /// <summary>The realm takes a message that was posted.</summary>
    public void Take() => Interlocked.Decrement(ref _waiting);

    /// <summary>Completes the promise when the realm has routed all messages that were posted earlier.</summary>
    public void CatchUp(IActorRef promise) => realm.CatchUp(promise);

    /// <summary>Removes the peer from its realm, after the messages that were posted earlier.</summary>
    public void Leave() => realm.Leave(this);

    /// <summary>Sends from any thread, and never waits. When the outbox is full, the session drops the peer.</summary>
    public void Send(Message message)
    {
        if (!outbox.TryAdd(message))
            session.Tell(Overflowed.Instance);
    }

    /// <summary>Answers a request with an ERROR.</summary>
    public void Refuse(IRequest request, string uri, string text) =>
        Send(new Error(Codes.Of(request), request.Request, uri, Payload.Of(text)));
}
