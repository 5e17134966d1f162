using Akka.Actor;
using Txaio.Actors;
using Wamp.Authentication;
using Wamp.Protocol;

namespace Wamp.Routing;

/// <summary>Lets clients into a realm, and ends the realm with itself.</summary>
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

/// <summary>The question of a session whether its peer may join. The reply is an <see cref="Admission"/>, or a failure
/// with a <see cref="WampException"/>.</summary>
internal sealed record Join(Hello Hello, IActorRef Session) : INoSerializationVerificationNeeded;

/// <param name="Welcome">For the peer, once it has given the proof.</param>
/// <param name="Proof">Null when none is asked for.</param>
internal sealed record Admission(Realm Realm, Welcome Welcome, Proof? Proof) : INoSerializationVerificationNeeded;
