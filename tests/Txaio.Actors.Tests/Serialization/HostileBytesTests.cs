using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Wire;

/// <summary>
/// The serializer makes a message of bytes from the wire, or logs one error, and has no other effect.
/// </summary>
public sealed class HostileBytesTests : WireTestKit
{
    private const int Inputs = 100_000;

    private readonly ErrorCounter _errors;

    // The test counts errors from the event stream. A logger that prints them would take most of the time.
    public HostileBytesTests()
        : base("akka { loggers = [], stdout-loglevel = OFF }")
    {
        _errors = new ErrorCounter(((ExtendedActorSystem)Sys).Provider);
        Sys.EventStream.Subscribe(_errors, typeof(Error));
    }

    public static TheoryData<string> Nesting => ["resolve/1", "future-resolved/1", "call-later/1"];

    [Theory]
    [MemberData(nameof(Nesting))]
    public void Bytes_of_messages_in_messages_of_any_depth_are_one_short_error_and_leave_the_stack(string manifest)
    {
        foreach (var innermost in new[] { Serializer.ToBinary(new Resolve("innermost")), [0xFF, 0xFF] })
        {
            var bytes = Nested(manifest, 4_000, innermost);
            var thrown = OnSmallStack(() => Serializer.FromBinary(bytes, manifest));

            Assert.IsType<SerializationException>(thrown);
            Assert.Contains("more than 16 deep", thrown.Message);
        }

        Assert.Equal(2, _errors.Count);
        Assert.InRange(_errors.Characters, 100, 1_000);
    }

    [Theory]
    [MemberData(nameof(Nesting))]
    public void Messages_sixteen_deep_cross_and_one_more_is_refused_by_both_sides(string manifest)
    {
        var (inner, outer) = (Nested(manifest, 16, "innermost"), Nested(manifest, 17, "innermost"));

        Assert.IsType(inner.GetType(), RoundTrip(inner));
        Assert.Contains(
            "more than 16 deep", Assert.Throws<SerializationException>(() => Serializer.ToBinary(outer)).Message);
        Assert.Equal(0, _errors.Count);
        var bytes = Nested(manifest, 16, Serializer.ToBinary(Nested(manifest, 1, "innermost")));
        Assert.Contains(
            "more than 16 deep",
            Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, manifest)).Message);
        Assert.Equal(1, _errors.Count);
        // After the failure the serializer counts the depth from zero again.
        Assert.IsType(inner.GetType(), RoundTrip(inner));
    }

    [Fact]
    public void Broken_bytes_sixteen_deep_are_one_error_of_the_outermost()
    {
        var bytes = Nested("resolve/1", 16, [0xFF, 0xFF]);

        Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, "resolve/1"));

        Assert.Equal(1, _errors.Count);
        Assert.InRange(_errors.Characters, 50, 500);
    }

    [Fact]
    public void Too_deep_a_message_of_any_depth_is_refused_before_it_uses_up_the_stack()
    {
        object nested = "innermost";
        for (var i = 0; i < 4_000; i++)
            nested = i % 2 == 0 ? new Resolve(nested) : new CallLater(TimeSpan.Zero, Somebody, nested);

        Assert.IsType<SerializationException>(OnSmallStack(() => Serializer.ToBinary(nested)));
    }

    [Fact]
    public void Texts_of_the_wire_are_cut_when_they_are_read()
    {
        var long_ = new string('x', 1_000_000);
        var failure = new Serialization.Wire.RemoteFailure { TypeName = long_, Message = long_, StackText = long_ };

        var reject = (Reject)Serializer.FromBinary(
            new Serialization.Wire.Reject { Cause = failure }.ToByteArray(), "reject/1");
        var cancel = (Cancel)Serializer.FromBinary(
            new Serialization.Wire.Cancel { Reason = long_ }.ToByteArray(), "cancel/1");

        var cause = Assert.IsType<RemoteFailureException>(reject.Cause);
        Assert.Equal(256, cause.TypeName.Length);
        Assert.Equal(4_096, cause.Message.Length);
        Assert.Equal(16_384, cause.StackText.Length);
        Assert.Equal(4_096, cancel.Reason?.Length);
        Assert.EndsWith("xxx...", cancel.Reason);
    }

    [Fact]
    public void Texts_of_this_side_are_cut_when_they_are_written()
    {
        Exception deep = new InvalidOperationException("innermost");
        for (var i = 0; i < 10_000; i++)
            deep = new InvalidOperationException("outer", deep);
        var many = new AggregateException(
            Enumerable.Range(0, 20_000).Select(static i => new InvalidOperationException($"child {i}")));

        foreach (var cause in new[] { deep, many, new FormatException(new string('y', 100_000)) })
            Assert.InRange(Serializer.ToBinary(new Reject(cause)).Length, 1, 64_000);
        Assert.Equal(4_096, ((Cancel)RoundTrip(new Cancel(new string('z', 100_000)))).Reason?.Length);
    }

    [Fact]
    public void Cut_text_never_ends_in_half_a_character()
    {
        var reason = string.Concat(Enumerable.Repeat("\U0001F600", 10_000));
        foreach (var begin in new[] { "", "x" })
        {
            var back = ((Cancel)RoundTrip(new Cancel(begin + reason))).Reason!;
            Assert.DoesNotContain('\uFFFD', back);
            Assert.InRange(back.Length, 4_094, 4_096);
        }
    }

    [Fact]
    public void Long_manifests_and_paths_are_refused_with_one_short_error_each()
    {
        var long_ = new string('m', 1_000_000);
        var payload = new Serialization.Wire.Payload { SerializerId = 1, Manifest = long_ };
        var path = "akka://test/user/" + long_;
        var bad = new Dictionary<string, IMessage>
        {
            ["resolve/1"] = new Serialization.Wire.Resolve { Value = payload },
            ["future-resolved/1"] = new Serialization.Wire.FutureResolved { Future = path },
            ["subscribe/1"] = new Serialization.Wire.Subscribe { Subscriber = path },
            ["future-created/1"] = new Serialization.Wire.FutureCreated { Promise = path },
            ["call-later/1"] = new Serialization.Wire.CallLater { Target = path, Message = payload },
            [long_] = new Serialization.Wire.Resolve(),
        };

        foreach (var (manifest, message) in bad)
        {
            var bytes = message.ToByteArray();
            var thrown = Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, manifest));
            Assert.InRange(thrown.Message.Length, 20, 400);
        }

        Assert.Equal(bad.Count, _errors.Count);
        Assert.InRange(_errors.Characters, 20, bad.Count * 400);
    }

    [Fact]
    public void Errors_of_other_serializers_are_cut_too()
    {
        // The error of Json.NET repeats the long name.
        var payload = new Serialization.Wire.Payload
        {
            SerializerId = 1,
            Manifest = "System.Collections.Hashtable, System.Private.CoreLib",
            Data = ByteString.CopyFromUtf8("{\"" + new string('v', 1_000_000) + "\": !}"),
        };
        var bytes = new Serialization.Wire.Resolve { Value = payload }.ToByteArray();

        Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, "resolve/1"));

        Assert.Equal(1, _errors.Count);
        Assert.InRange(_errors.Characters, 20, 500);
    }

    [Theory]
    [InlineData("0A FF FF FF FF 0F")]                   // a payload of 4 GB
    [InlineData("0A 06 1A FF FF FF FF 07")]             // data of 2 GB within one of 6 bytes
    [InlineData("0B 0B 0B 0B 0B 0B")]                   // groups in groups that never end
    [InlineData("0A 04 12 02 C3 28")]                   // a manifest that is no UTF-8
    public void Hostile_lengths_groups_and_texts_are_one_error(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes, "resolve/1"));

        Assert.Equal(1, _errors.Count);
        Assert.InRange(_errors.Characters, 20, 500);
    }

    [Fact]
    public void Groups_in_groups_of_any_depth_leave_the_stack() => Assert.IsType<SerializationException>(
        OnSmallStack(() => Serializer.FromBinary([.. Enumerable.Repeat((byte)0x4B, 1_000_000)], "resolve/1")));

    [Fact]
    public void Smallest_and_largest_numbers_are_read_unchanged()
    {
        foreach (var delay in new[] { TimeSpan.MinValue, TimeSpan.MaxValue, Timeout.InfiniteTimeSpan })
            Assert.Equal(delay, ((CallLater)RoundTrip(new CallLater(delay, Somebody, "x"))).Delay);
        foreach (var id in new[] { long.MinValue, long.MaxValue })
            Assert.Equal(id, ((CancelCall)RoundTrip(new CancelCall(id))).Id);
    }

    [Fact]
    public void FromBinary_of_random_and_mutated_bytes_is_a_message_or_one_error()
    {
        var examples = OneOfEach().Values
            .Select(message => (Bytes: Serializer.ToBinary(message), Manifest: Serializer.Manifest(message)))
            .ToArray();
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
        Assert.Equal(refused, _errors.Count);
    }

    private static Exception? OnSmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action), 256 * 1024);
        thread.Start();
        thread.Join();
        return thrown;
    }

    private object Nested(string manifest, int depth, object innermost) =>
        Enumerable.Range(0, depth).Aggregate(innermost, (inner, _) => manifest switch
        {
            "resolve/1" => new Resolve(inner),
            "future-resolved/1" => new FutureResolved(Somebody, inner),
            _ => new CallLater(TimeSpan.Zero, Somebody, inner),
        });

    // Nests messages without recursion. Each step adds the bytes of an outer message in front of the inner ones.
    private byte[] Nested(string manifest, int depth, byte[] innermost)
    {
        var parts = new List<byte[]> { innermost };
        var length = innermost.Length;
        for (var i = 0; i < depth; i++)
        {
            var head = Head(manifest, length);
            parts.Add(head);
            length += head.Length;
        }

        parts.Reverse();
        return [.. parts.SelectMany(static part => part)];
    }

    // The first bytes of a message, up to its payload of the given length.
    private byte[] Head(string manifest, int length)
    {
        var payload = new Serialization.Wire.Payload
        {
            SerializerId = Serializer.Identifier,
            Manifest = manifest,
            Data = ByteString.CopyFrom(new byte[length]),
        };
        var path = Akka.Serialization.Serialization.SerializedActorPath(Somebody);
        IMessage message = manifest switch
        {
            "resolve/1" => new Serialization.Wire.Resolve { Value = payload },
            "future-resolved/1" => new Serialization.Wire.FutureResolved { Future = path, Value = payload },
            _ => new Serialization.Wire.CallLater { Target = path, Message = payload },
        };
        return message.ToByteArray()[..^length];
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

    /// <summary>Counts on the publishing thread. With a mailbox the test could read the count too early.</summary>
    private sealed class ErrorCounter(IActorRefProvider provider) : MinimalActorRef
    {
        public int Count { get; private set; }

        /// <summary>The total length of all errors as log lines, with their exceptions.</summary>
        public long Characters { get; private set; }

        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is not Error { LogSource: "TxaioMessageSerializer" } error)
                return;
            Count++;
            Characters += $"{error.Message}{error.Cause}".Length;
        }
    }
}
