using Wamp.Authentication;

namespace Wamp.Routing;

/// <summary>Admits clients to a realm, and disposes the realm when this actor stops.</summary>
internal sealed class RealmActor : ReceiveActor
{
    private readonly Realm _realm;

    public RealmActor(Realm realm, Authenticator authenticator)
    {
        _realm = realm;
        Receive<Join>(join =>
        {
            try
            {
                var (welcome, proof) = authenticator.Admit(join.Hello, Random.Shared.NextInt64(1, Fields.MaxId + 1));
                Sender.Tell(new Admission(realm, welcome, proof));
            }
            catch (WampException refusal)
            {
                Sender.Tell(new Status.Failure(refusal));
            }
        });
    }

    protected override void PostStop() => _realm.Dispose();
}

/// <summary>Asks whether a session's peer may join. The reply is an <see cref="Admission"/>, or a
/// <see cref="Status.Failure"/> with a <see cref="WampException"/>.</summary>
internal sealed record Join(Hello Hello, IActorRef Session) : INoSerializationVerificationNeeded;

/// <param name="Welcome">The session sends it to the peer after the proof.</param>
/// <param name="Proof">Null for an anonymous peer.</param>
internal sealed record Admission(Realm Realm, Welcome Welcome, Proof? Proof) : INoSerializationVerificationNeeded;
