using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Akka;
using Akka.Actor;
using Akka.Actor.Dsl;
using Txaio.Actors;
using Txaio.Actors.TestKit;
using Txaio.Samples.Tests;
using Wamp.Formats;
using Wamp.Protocol;
using Wamp.Routing;
using Wamp.Sessions;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>The messages of a connection on their way to the session and the realm, and how many may wait there.
/// </summary>
public sealed class ReceivingTests : IDisposable
{
    private const int Messages = (2 * Connection.Window) + 5;

    private readonly ActorSystem _system =
        ActorSystem.Create("receiving", "akka { stdout-loglevel = OFF, loggers = [] }");

    // The realm's loop runs only when the test drives it.
    private readonly VirtualTime _time = VirtualTime.Create();
    private readonly Realm _realm;
    private readonly Channel<(object Message, IActorRef Sender)> _told =
        Channel.CreateUnbounded<(object Message, IActorRef Sender)>();

    private readonly IActorRef _session;
    private readonly Outbox _outbox = new(new Limits(1_000, 10, 1_000));

    public ReceivingTests()
    {
        _realm = new Realm("realm1", _time.Txaio);
        _session = _system.ActorOf(act => act.ReceiveAny((message, context) =>
            _told.Writer.TryWrite((message, context.Sender))));
    }

    public void Dispose()
    {
        _realm.Dispose();
        _time.Dispose();
        _system.Dispose();
    }

    [Fact]
    public async Task Connection_reads_no_more_while_a_window_of_messages_waits_for_the_realm()
    {
        var peer = new Peer(_realm, _session, _outbox, default);
        await RunAsync(peer, new Publish(1, false, true, "a.b", default), async () =>
        {
            for (var i = 0; i < 2; i++)
            {
                var promise = await NextAsync<CatchUp>();
                Assert.Equal(Connection.Window, peer.Waiting);
                _time.RunUntilIdle();
                Assert.Equal(0, peer.Waiting);
                promise.Tell(Done.Instance);
            }

            await NextAsync<ConnectionEnded>();
            Assert.Equal(5, peer.Waiting);
        });
    }

    [Fact]
    public Task Session_without_a_realm_gets_one_message_at_a_time() =>
        AssertOneAtATimeAsync(null, new Publish(1, false, true, "a.b", default));

    [Fact]
    public Task Session_handles_a_goodbye_before_the_next_message_is_read() =>
        AssertOneAtATimeAsync(new Peer(_realm, _session, _outbox, default), new Goodbye(Uris.CloseRealm));

    private Task AssertOneAtATimeAsync(Peer? member, Message message) => RunAsync(member, message, async () =>
    {
        for (var i = 0; i < Messages; i++)
        {
            await NextAsync<Message>();
            (await NextAsync<CatchUp>()).Tell(Done.Instance);
        }

        await NextAsync<ConnectionEnded>();
    });

    // Runs a connection that receives the message many times, and then loses its peer.
    private async Task RunAsync(Peer? member, Message message, Func<Task> test)
    {
        byte[] frame = [0x81, 0x81, 0, 0, 0, 0, (byte)'x'];
        using var stream = new MemoryStream([.. Enumerable.Repeat(frame, Messages).SelectMany(static frame => frame)]);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var wamp = new WampSocket(socket, new OneMessage(message), new Limits(1_000, 10, 1_000));
        var connection = new Connection(wamp, new PingStream(stream), static () => { }) { Member = member };

        var running = connection.RunAsync(_system.Txaio(), _session, SampleProcess.Patience);

        await test();
        wamp.Outbox.Complete();
        await running;
    }

    // The sender of the next message to the session, which must be a T.
    private async Task<IActorRef> NextAsync<T>()
    {
        var (message, sender) = await _told.Reader.ReadAsync().AsTask().WaitAsync(SampleProcess.Patience);
        Assert.IsAssignableFrom<T>(message);
        return sender;
    }

    private sealed class OneMessage(Message message) : WireFormat
    {
        public override string Subprotocol => "wamp.2.json";

        public override WebSocketMessageType Frames => WebSocketMessageType.Text;

        public override Message Read(ReadOnlySpan<byte> bytes) => message;

        public override void Write(IBufferWriter<byte> output, Message message) =>
            throw new NotSupportedException("The router answers none of these messages.");
    }
}
