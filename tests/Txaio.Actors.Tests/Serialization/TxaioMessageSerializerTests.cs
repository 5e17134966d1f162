using System.Runtime.Serialization;
using Akka.Actor;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Tests.Wire;

public sealed class TxaioMessageSerializerTests : WireTestKit
{
    [Fact]
    public void Every_message_of_the_namespace_is_bound_to_the_serializer()
    {
        var messages = typeof(Subscribe).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == typeof(Subscribe).Namespace);

        Assert.All(messages, type => Assert.Same(Serializer, Sys.Serialization.FindSerializerForType(type)));
    }

    [Fact]
    public void Every_message_of_the_namespace_is_among_the_examples()
    {
        var messages = typeof(Subscribe).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == typeof(Subscribe).Namespace)
            .ToHashSet();

        Assert.Equal(messages, OneOfEach().Values.Select(static message => message.GetType()).ToHashSet());
    }

    [Fact]
    public void FromBinary_of_ToBinary_gives_an_equal_message()
    {
        foreach (var (name, message) in OneOfEach()
            .Where(static one => one.Value is not (Reject or FutureRejected or Cancel { Cause: not null })))
        {
            // CreateFuture has no equality, and with a trace its Instance is not used.
            if (message is CreateFuture)
                Assert.IsType<CreateFuture>(RoundTrip(message));
            else
                Assert.True(message.Equals(RoundTrip(message)), name);
        }
    }

    [Fact]
    public void Trace_crosses_with_its_message()
    {
        TraceOrigin[] crossed =
        [
            ((CallLater)RoundTrip(OneOfEach()["call-later-traced"])).Origin,
            ((CancelCall)RoundTrip(OneOfEach()["cancel-call-traced"])).Origin,
            ((CreateFuture)RoundTrip(OneOfEach()["create-future-traced"])).Origin,
        ];

        Assert.All(
            crossed, static origin => Assert.Equal((Origin.Parent, Origin.State), (origin.Parent, origin.State)));
        Assert.NotNull(Origin.State);
        Assert.Same(CreateFuture.Instance, RoundTrip(CreateFuture.Instance));
    }

    [Fact]
    public void Reject_crosses_as_text()
    {
        Exception thrown;
        try
        {
            throw new FormatException("it failed", new IOException("inside"));
        }
        catch (FormatException e)
        {
            thrown = e;
        }

        var cause = Assert.IsType<RemoteFailureException>(Assert.IsType<Reject>(RoundTrip(new Reject(thrown))).Cause);

        Assert.Equal("System.FormatException", cause.TypeName);
        Assert.Equal("it failed", cause.Message);
        Assert.Equal(thrown.ToString(), cause.StackText);
        Assert.Contains(nameof(Reject_crosses_as_text), cause.StackText, StringComparison.Ordinal);
        Assert.Contains("inside", cause.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reject_that_is_passed_on_keeps_its_text()
    {
        var first = new RemoteFailureException("A.B", "message", "stack");

        var again = (RemoteFailureException)((FutureRejected)RoundTrip(new FutureRejected(Somebody, first))).Cause;

        Assert.Equal(("A.B", "message", "stack"), (again.TypeName, again.Message, again.StackText));
    }

    [Fact]
    public void Reject_with_an_exception_that_throws_from_its_own_members_still_crosses()
    {
        var cause = (RemoteFailureException)((Reject)RoundTrip(new Reject(new HostileException()))).Cause;

        Assert.Contains(nameof(HostileException), cause.TypeName, StringComparison.Ordinal);
        Assert.Contains("threw", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_travels_with_its_own_serializer()
    {
        var nested = new Resolve(new CallLater(TimeSpan.Zero, Somebody, new[] { 1, 2, 3 }));

        var call = Assert.IsType<CallLater>(Assert.IsType<Resolve>(RoundTrip(nested)).Value);

        Assert.Equal([1, 2, 3], Assert.IsType<int[]>(call.Message));
    }

    [Fact]
    public void Refs_of_this_system_come_back_as_themselves()
    {
        var future = Txaio.CreateFuture<int>();

        var back = (FutureCreated)RoundTrip(new FutureCreated(future.Ref));

        Assert.Same(future.Ref, back.Promise);
    }

    [Fact]
    public void ToBinary_of_anything_else_names_its_type()
    {
        Assert.Contains("System.String", Assert.Throws<ArgumentException>(() => Serializer.ToBinary("x")).Message);
        Assert.Contains("System.String", Assert.Throws<ArgumentException>(() => Serializer.Manifest("x")).Message);
    }

    [Theory]
    [InlineData("resolve/2")]
    [InlineData("")]
    [InlineData("System.Diagnostics.Process, System")]
    public void FromBinary_with_an_unknown_manifest_logs_one_error_with_it(string manifest)
    {
        EventFilter.Error(contains: $"'{manifest}'").ExpectOne(
            () => Assert.Throws<SerializationException>(() => Serializer.FromBinary([1, 2, 3], manifest)));
    }

    [Fact]
    public void FromBinary_of_truncated_bytes_logs_one_error_with_the_manifest()
    {
        var bytes = Serializer.ToBinary(new Resolve("a value"));

        EventFilter.Error(contains: "'resolve/1'").ExpectOne(
            () => Assert.Throws<SerializationException>(() => Serializer.FromBinary(bytes[..^3], "resolve/1")));
    }

    [Fact]
    public void FromBinary_without_a_required_field_is_refused()
    {
        EventFilter.Error().Expect(3, () =>
        {
            foreach (var manifest in new[] { "subscribe/1", "reject/1", "call-later/1" })
                Assert.Throws<SerializationException>(() => Serializer.FromBinary([], manifest));
        });
    }

    private sealed class HostileException : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }
}

/// <summary>The messages can be serialized where Akka refuses types without a binding to a serializer.</summary>
public sealed class StrictSerializationTests : WireTestKit
{
    public StrictSerializationTests()
        : base(
            """
            akka.actor {
              serialization-bindings { "System.Object" = null-serializer }
              serializers { null-serializer = "Akka.Serialization.NullSerializer, Akka" }
            }
            """)
    {
    }

    [Fact]
    public void Messages_cross_when_objects_in_general_have_no_serializer()
    {
        var message = new CallCancelled(7, false);

        Assert.Equal(message, RoundTrip(message));
        Assert.Equal(new Subscribe(Somebody), RoundTrip(new Subscribe(Somebody)));
    }
}
