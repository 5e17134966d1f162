using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Wire;

/// <summary>Bytes from the wire can be anything. They are a message, or one logged error and nothing else.</summary>
public sealed class HostileBytesTests : WireTestKit
{
    private const int Inputs = 100_000;

    // Errors are counted from the event stream; printing them would take longer than all the rest.
    public HostileBytesTests()
        : base("akka { loggers = [], stdout-loglevel = OFF }")
    {
    }

    [Fact]
    public void Messages_in_messages_of_any_depth_are_refused_with_one_error_and_leave_the_stack()
    {
        const int depth = 4_000;
        object nested = "innermost";
        // Each within the next, the lengths written from the inside out: bytes in front of bytes.
        var bytes = Serializer.ToBinary(new Resolve("innermost"));
        for (var i = 0; i < depth; i++)
            nested = new Resolve(nested);
        var parts = new List<byte[]>();
        var length = bytes.Length;
        for (var i = 0; i < depth; i++)
        {
            var head = Head(length);
            parts.Add(head);
            length += head.Length;
        }

        parts.Reverse();
        bytes = [.. parts.SelectMany(static part => part), .. bytes];
        var errors = new ErrorCounter(((ExtendedActorSystem)Sys).Provider);
        Sys.EventStream.Subscribe(errors, typeof(Error));
        var thrown = new List<Exception>();
        var thread = new Thread(
            () =>
            {
                thrown.Add(Record.Exception(() => Serializer.ToBinary(nested)));
                thrown.Add(Record.Exception(() => Serializer.FromBinary(bytes, "resolve/1")));
            },
            512 * 1024);
        thread.Start();
        thread.Join();

        Assert.IsType<InsufficientExecutionStackException>(thrown[0]);
        Assert.IsAssignableFrom<SerializationException>(thrown[1]);
        Assert.Equal(1, errors.Count);

        // A Resolve with a payload of that many bytes: serializer, manifest, data.
        byte[] Head(int length)
        {
            var payload = new Serialization.Wire.Payload
            {
                SerializerId = Serializer.Identifier,
                Manifest = "resolve/1",
                Data = ByteString.CopyFrom(new byte[length]),
            };
            var whole = new Serialization.Wire.Resolve { Value = payload }.ToByteArray();
            return whole[..^length];
        }
    }

    [Fact]
    public void FromBinary_of_random_and_mutated_bytes_is_a_message_or_one_error()
    {
        var examples = OneOfEach().Values
            .Select(message => (Bytes: Serializer.ToBinary(message), Manifest: Serializer.Manifest(message)))
            .ToArray();
        var errors = new ErrorCounter(((ExtendedActorSystem)Sys).Provider);
        Sys.EventStream.Subscribe(errors, typeof(Error));
        var random = new Random(20260101);
        var refused = 0;

        for (var i = 0; i < Inputs; i++)
        {
            var (bytes, manifest) = examples[random.Next(examples.Length)];
            try
            {
                Assert.NotNull(Serializer.FromBinary(Mutated(random, bytes), manifest));
            }
            catch (SerializationException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Inputs / 10, Inputs);
        Assert.Equal(refused, errors.Count);
    }

    private static byte[] Mutated(Random random, byte[] original)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = original.ToArray();
        for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes = bytes[..at];
                    break;
                default:
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    /// <summary>Counts inline, because a mailbox would let the test look too early.</summary>
    private sealed class ErrorCounter(IActorRefProvider provider) : MinimalActorRef
    {
        public int Count { get; private set; }

        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is Error { LogSource: "TxaioMessageSerializer" })
                Count++;
        }
    }
}
