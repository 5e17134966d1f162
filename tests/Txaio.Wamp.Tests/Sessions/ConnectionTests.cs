using System.Buffers;
using System.Net.WebSockets;
using Akka.Actor;
using Akka.Actor.Dsl;
using Txaio.Actors;
using Txaio.Samples.Tests;
using Wamp.Formats;
using Wamp.Protocol;
using Wamp.Sessions;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>The end of a connection: a mistake of the router's own code is no end of the network's.</summary>
public sealed class ConnectionTests : IDisposable
{
    // A text message of one character, masked with zeros.
    private static readonly byte[] OneMessage = [0x81, 0x81, 0, 0, 0, 0, (byte)'x'];

    private readonly ActorSystem _system =
        ActorSystem.Create("connection", "akka { stdout-loglevel = OFF, loggers = [] }");

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Exception_of_the_format_is_a_failure()
    {
        var ended = await EndOfAsync(new BrokenFormat(new NotSupportedException("a mistake")), OneMessage);

        Assert.Equal("a mistake", Assert.IsType<NotSupportedException>(ended.Failure).Message);
    }

    [Fact]
    public async Task Violation_is_no_failure()
    {
        var ended = await EndOfAsync(new BrokenFormat(new ProtocolViolationException("wrong")), OneMessage);

        Assert.Equal(("wrong", null), (ended.Reason, ended.Failure));
    }

    [Fact]
    public async Task Lost_connection_is_no_failure()
    {
        var ended = await EndOfAsync(new BrokenFormat(new NotSupportedException()), OneMessage[..3]);

        Assert.Null(ended.Failure);
        Assert.NotEmpty(ended.Reason);
    }

    // The first ConnectionEnded that the session gets.
    private async Task<ConnectionEnded> EndOfAsync(WireFormat format, byte[] received)
    {
        var stream = new MemoryStream();
        stream.Write(received);
        stream.Position = 0;
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var outcome = new TaskCompletionSource<ConnectionEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = _system.ActorOf(act => act.ReceiveAny((message, _) =>
        {
            if (message is ConnectionEnded ended)
                outcome.TrySetResult(ended);
        }));
        var wamp = new WampSocket(socket, format, new Limits(1_000, 10, 1_000));
        var connection = new Connection(wamp, new PingStream(stream), static () => { });

        var running = connection.RunAsync(_system.Txaio(), session, SampleProcess.Patience);

        var first = await outcome.Task.WaitAsync(SampleProcess.Patience);
        wamp.Outbox.Complete();
        await running;
        return first;
    }

    private sealed class BrokenFormat(Exception failure) : WireFormat
    {
        public override string Subprotocol => "wamp.2.json";

        public override WebSocketMessageType Frames => WebSocketMessageType.Text;

        public override Message Read(ReadOnlySpan<byte> bytes) => throw failure;

        public override void Write(IBufferWriter<byte> output, Message message) => throw failure;
    }
}
