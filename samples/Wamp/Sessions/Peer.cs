using Wamp.Rpc;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>The part of a session that its realm uses. Only the realm's loop uses the collections and
/// <see cref="LastInvocation"/>.</summary>
internal sealed class Peer(IActorRef session, Outbox outbox, Features features)
{
    public const int MaxSubscriptions = 10_000;
    public const int MaxRegistrations = 10_000;
    public const int MaxCalls = 10_000;

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
