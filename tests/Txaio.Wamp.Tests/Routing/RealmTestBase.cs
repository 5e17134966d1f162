using Akka.Actor;
using Akka.Actor.Dsl;
using Txaio.Actors;
using Txaio.Actors.TestKit;
using Wamp.Protocol;
using Wamp.Routing;
using Wamp.Sessions;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Routing;

/// <summary>A realm in virtual time. Its sessions have an outbox, and an actor that records its messages.</summary>
public abstract class RealmTestBase : IDisposable
{
    private protected static readonly Limits Limits = new(1_000_000, OutboxMessages: 100, OutboxBytes: 100_000);

    private readonly VirtualTime _time = VirtualTime.Create();

    private protected RealmTestBase() => Realm = new Realm("realm1", _time.Txaio);

    private protected Realm Realm { get; }

    private protected VirtualTime Time => _time;

    private protected RealmState State => _time.WaitFor(Realm.GetStateAsync());

    public void Dispose()
    {
        Realm.Dispose();
        _time.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected TestPeer Peer(bool interruptible = true) =>
        new(this, new Features(interruptible, ProgressiveResults: true));

    /// <summary>A session without a socket.</summary>
    private protected sealed class TestPeer
    {
        private readonly RealmTestBase _test;
        private readonly Outbox _outbox = new(Limits);
        private readonly Peer _peer;

        public TestPeer(RealmTestBase test, Features features)
        {
            _test = test;
            var actor = test._time.System.ActorOf(act => act.ReceiveAny((message, _) => Told.Add(message)));
            _peer = new Peer(test.Realm, actor, _outbox, features);
        }

        /// <summary>The messages to the session's actor.</summary>
        public List<object> Told { get; } = [];

        /// <summary>Posts a message to the realm, and runs the realm until it is idle.</summary>
        /// <returns>The messages that the realm has sent to this session.</returns>
        public IReadOnlyList<Message> Post(Message message)
        {
            Queue(message);
            return Sent();
        }

        public void Queue(Message message) => _peer.Post(message);

        public void Leave()
        {
            _peer.Leave();
            _test._time.RunUntilIdle();
        }

        /// <summary>Takes the messages that the realm has sent since the last call.</summary>
        public IReadOnlyList<Message> Sent()
        {
            _test._time.RunUntilIdle();
            var sent = new List<Message>();
            while (_outbox.TryTake(out var message))
            {
                sent.Add(message);
                _outbox.Sent(message);
            }

            return sent;
        }
    }
}
