using Akka.Actor;
using Txaio.Actors;
using Wamp.Authentication;
using Wamp.Protocol;

namespace Wamp.Routing;

/// <summary>Admits clients to a realm, and disposes the realm when this actor stops.</summary>
internal sealed class RealmActor : ReceiveActor
{
    private readonly Realm _realm;

    public RealmActor(Realm realm, Authenticator authenticator)
    {
        _realm = realm;
        var sessions = new Dictionary<long, IActorRef>();
        var log = Context.Txaio().MakeLogger<RealmActor>();
        Receive<Join>(join =>
        {
            try
            {
                var id = Random.Shared.NextInt64(1, Fields.MaxId + 1);
                var (welcome, proof) = authenticator.Admit(join.Hello, id);
                sessions.Add(id, join.Session);
                Context.WatchWith(join.Session, new Left(id));
                Sender.Tell(new Admission(realm, welcome, proof));
            }
            catch (WampException refusal)
            {
                Sender.Tell(new Status.Failure(refusal));
            }
        });
        Receive<Left>(left =>
        {
            sessions.Remove(left.Id);
            log.Debug("{Realm} has {Count} sessions", realm.Name, sessions.Count);
        });
    }

    protected override void PostStop() => _realm.Dispose();

    private sealed record Left(long Id) : INoSerializationVerificationNeeded;
}

/// <summary>Asks whether a session's peer may join. The reply is an <see cref="Admission"/>, or a
/// <see cref="Status.Failure"/> with a <see cref="WampException"/>.</summary>
internal sealed record Join(Hello Hello, IActorRef Session) : INoSerializationVerificationNeeded;

/// <param name="Welcome">The session sends it to the peer after the proof.</param>
/// <param name="Proof">Null for an anonymous peer.</param>
internal sealed record Admission(Realm Realm, Welcome Welcome, Proof? Proof) : INoSerializationVerificationNeeded;
