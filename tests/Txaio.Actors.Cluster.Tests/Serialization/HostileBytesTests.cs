using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using CsCheck;
using Google.Protobuf;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Serialization;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Serialization;

/// <summary>
/// The serializer makes a message of bytes, or ignores them with a bounded log, and has no other effect.
/// </summary>
public sealed class HostileBytesTests : WireTestKit
{
    private int _warnings;

    public HostileBytesTests()
    {
        var counter = new Counter(((ExtendedActorSystem)Sys).Provider, _ => _warnings++);
        Sys.EventStream.Subscribe(counter, typeof(Warning));
    }

    [Theory]
    [InlineData("unknown/1")]
    [InlineData("stripe-batch/2")]
    [InlineData("")]
    [InlineData(null)]
    public void Unknown_manifest_is_one_line_and_a_message_that_actors_ignore(string? manifest)
    {
        for (var i = 0; i < 1_000; i++)
            Assert.Same(UnreadMessage.Instance, Serializer.FromBinary([1, 2, 3], manifest!));

        Assert.Equal(1, _warnings);
    }

    [Fact]
    public void Manifest_that_forges_a_line_or_steers_a_terminal_is_one_safe_line()
    {
        string? line = null;
        Sys.EventStream.Subscribe(
            new Counter(((ExtendedActorSystem)Sys).Provider, warning => line = warning.Message.ToString()), typeof(Warning));

        Serializer.FromBinary([1], "x\n2016-01-21T01:02:03+0100 forged\u001b[2J\u009b2J\u2028\u202e\ud800");

        Assert.Contains(@"forged\u001b[2J\u009b2J\u2028\u202e\ud800'", line);
        Assert.DoesNotContain('\n', line!);
    }

    [Fact]
    public void Random_and_mutated_bytes_are_a_message_or_ignored()
    {
        var examples = OneOfEach().Values
            // Its stripe reads a record.
            .Where(static message => message is not StripeRecord)
            .Select(message => (Bytes: Serializer.ToBinary(message), Manifest: Serializer.Manifest(message)))
            .ToArray();
        var read = 0;

        Gen.Select(Gen.Int[0, examples.Length - 1], Gen.Int[0, 1_000], Gen.Byte, Gen.Int[0, 2]).Sample(
            (example, place, value, kind) =>
            {
                var bytes = Mutated(examples[example].Bytes, place, value, kind);
                var message = Serializer.FromBinary(bytes, examples[example].Manifest);
                Assert.NotNull(message);
                if (message is not UnreadMessage)
                    Interlocked.Increment(ref read);
            },
            iter: 20_000);

        Assert.InRange(read, 1_000, 19_999);
        Assert.Equal(1, _warnings);
    }

    [Fact]
    public void Calls_in_calls_of_any_depth_leave_the_stack()
    {
        object nested = "innermost";
        for (var i = 0; i < 4_000; i++)
            nested = new DurableCallDue("t", "k", DateTimeOffset.UnixEpoch, 1, nested);
        Assert.Throws<SerializationException>(() => Serializer.ToBinary(nested));

        var bytes = new Wire.DurableCallDue { Key = "k" };
        for (var i = 0; i < 300; i++)
        {
            bytes = new Wire.DurableCallDue
            {
                Message = new Wire.Payload
                {
                    SerializerId = Serializer.Identifier,
                    Manifest = "durable-call-due/1",
                    Data = bytes.ToByteString(),
                },
            };
        }

        Assert.Same(UnreadMessage.Instance, Serializer.FromBinary(bytes.ToByteArray(), "durable-call-due/1"));
        Assert.Equal(1, _warnings);
    }

    [Fact]
    public void Foreign_object_is_refused() =>
        Assert.Contains("System.String is no message", Assert.Throws<ArgumentException>(
            () => Serializer.Manifest("foreign")).Message, StringComparison.Ordinal);

    private static byte[] Mutated(byte[] bytes, int place, byte value, int kind)
    {
        var at = bytes.Length == 0 ? 0 : place % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..at], value, .. bytes.Skip(at + 1)],
            1 => bytes[..at],
            _ => [.. bytes[..at], value, .. bytes[at..]],
        };
    }

    /// <summary>Counts on the publishing thread.</summary>
    private sealed class Counter(IActorRefProvider provider, Action<Warning> count) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is Warning warning
                && warning.Message.ToString()!.Contains("are no message", StringComparison.Ordinal))
            {
                count(warning);
            }
        }
    }
}
