using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;

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
