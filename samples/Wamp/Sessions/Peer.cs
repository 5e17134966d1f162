using Akka.Actor;
using Wamp.Protocol;
using Wamp.Rpc;
using Wamp.Transport;

namespace Wamp.Sessions;

/// <summary>A session as its realm sees it. All but id, actor and outbox belongs to the realm's loop.</summary>
internal sealed class Peer(long id, IActorRef session, Outbox outbox, Features features)
{
    public const int MaxSubscriptions = 10_000;
    public const int MaxRegistrations = 10_000;
    public const int MaxCalls = 10_000;

    public long Id => id;

    public IActorRef Session => session;

    public Features Features => features;

    /// <summary>Subscriptions by id; the topics are with the broker.</summary>
    public HashSet<long> Subscriptions { get; } = [];

    public HashSet<long> Registrations { get; } = [];

    /// <summary>Calls it made and that are not answered, by its request id.</summary>
    public Dictionary<long, PendingCall> Calls { get; } = [];

    /// <summary>Calls that it has to answer, by invocation.</summary>
    public Dictionary<long, PendingCall> Invocations { get; } = [];

    /// <summary>The latest invocation's id.</summary>
    public long LastInvocation { get; set; }

    /// <summary>Sends on any thread, and never waits: a peer that reads too slowly is dropped by its session.</summary>
    public void Send(Message message)
    {
        if (!outbox.TryAdd(message))
            session.Tell(Overflowed.Instance);
    }

    public void Refuse(int requestType, long request, string uri, string text) =>
        Send(new Error(requestType, request, uri, Payload.Of(text)));
}
