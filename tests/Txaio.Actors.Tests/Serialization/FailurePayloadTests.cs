using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Wire;

/// <summary>The data that failures carry to other nodes, each in the form that its own serializer gives it.</summary>
public sealed class FailurePayloadTests() : WireTestKit("akka.actor.serialize-messages = off")
{
    private static readonly Declined Data = new("card", 42);

    /// <summary>The messages that take a failure to another node.</summary>
    public static TheoryData<string> Messages =>
        ["reject", "rejected", "cancel", "resolve", "resolve status", "call status", "resolved"];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Payload_crosses_with_its_failure_in_each_message(string message)
    {
        var cause = Crossed(message, new ApplicationFailureException("declined", Data, new IOException("secret")));

        Assert.Equal(Data, Assert.IsType<Declined>(cause.Payload));
        Assert.Equal(("declined", "Txaio.Actors.ApplicationFailureException"), (cause.Message, cause.TypeName));
        Assert.Null(cause.PayloadProblem);
        Assert.DoesNotContain("secret", cause.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("42", cause.ToString(), StringComparison.Ordinal);
        Assert.Contains("Declined", cause.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42)]
    [InlineData("text")]
    [InlineData(true)]
    public void Payload_is_any_value_that_Akka_can_serialize(object payload) =>
        Assert.Equal(payload, Crossed("reject", new ApplicationFailureException("declined", payload)).Payload);

    [Fact]
    public void Payload_may_be_an_actor_a_message_of_the_library_or_another_failure()
    {
        Assert.Same(TestActor, Crossed("reject", new ApplicationFailureException("x", TestActor)).Payload);
        Assert.Equal(
            new CancelCall(7), Crossed("reject", new ApplicationFailureException("x", new CancelCall(7))).Payload);
        var inner = Assert.IsType<RemoteFailureException>(
            Crossed("reject", new ApplicationFailureException("x", new ApplicationFailureException("inner", 1))).Payload);
        Assert.Equal(("inner", 1), (inner.Message, inner.Payload));
    }

    [Fact]
    public void Payload_of_a_users_exception_crosses()
    {
        var cause = Crossed("reject", new DeclinedException(Data));

        Assert.Equal(Data, cause.Payload);
        Assert.Equal(typeof(DeclinedException).FullName, cause.TypeName);
    }

    [Fact]
    public void Payload_of_the_reason_of_a_cancel_crosses_with_the_cancelled_future()
    {
        var future = Txaio.CreateFuture<int>();
        future.Cancel(new ApplicationFailureException("declined", Data));
        var failure = Assert.ThrowsAny<FutureCancelledException>(() => future.GetAwaiter().GetResult());
        Assert.Same(Data, failure.Payload);

        var cause = Crossed("rejected", failure);

        Assert.Equal(Data, cause.Payload);
        Assert.Equal("Txaio.Actors.FutureCancelledException", cause.TypeName);
    }

    [Fact]
    public void Payload_is_passed_on_to_the_next_node()
    {
        var first = Crossed("reject", new ApplicationFailureException("declined", Data));

        Assert.Equal(Data, Crossed("rejected", first).Payload);
        Assert.Equal(Data, Crossed("cancel", first).Payload);
    }

    [Fact]
    public void Failure_without_a_payload_has_the_bytes_it_always_had()
    {
        var plain = new Reject(new RemoteFailureException("A", "failed", ""));
        var empty = new Reject(new RemoteFailureException("A", "failed", "", payload: null));

        Assert.Equal(Serializer.ToBinary(plain), Serializer.ToBinary(empty));
        Assert.Null(Crossed("reject", new ApplicationFailureException("failed", null)).Payload);
    }

    [Fact]
    public void Payload_of_an_unknown_serializer_leaves_the_text_of_the_failure_and_says_so()
    {
        var cause = Read(new Serialization.Wire.Payload { SerializerId = 4711, Manifest = "odd", Data = Bytes(1, 2) });

        Assert.Equal(("App.Declined", "declined"), (cause.TypeName, cause.Message));
        Assert.Null(cause.Payload);
        Assert.Contains("serializer 4711, manifest 'odd'", cause.PayloadProblem, StringComparison.Ordinal);
        Assert.Contains("could not be read", cause.ToString(), StringComparison.Ordinal);
        // The next node learns it as well.
        Assert.Equal(cause.PayloadProblem, Crossed("reject", cause).PayloadProblem);
    }

    [Theory]
    [InlineData(1, "System.Diagnostics.Process, System", "no json")]
    [InlineData(1, "", "{\"$type\":\"No.Such.Type, Nowhere\"}")]
    [InlineData(8471, "resolve/1", "no protobuf")]
    [InlineData(8471, "no/1", "")]
    [InlineData(-1, "", "")]
    public void Payload_of_hostile_bytes_leaves_the_text_of_the_failure_and_says_so(
        int serializer, string manifest, string data)
    {
        var cause = Read(new Serialization.Wire.Payload
        {
            SerializerId = serializer,
            Manifest = manifest,
            Data = ByteString.CopyFromUtf8(data),
        });

        Assert.Equal("declined", cause.Message);
        Assert.Null(cause.Payload);
        Assert.InRange(cause.PayloadProblem!.Length, 20, 512);
        Assert.DoesNotContain('\n', cause.PayloadProblem);
    }

    [Fact]
    public void Payload_with_a_long_manifest_is_refused_with_a_short_text()
    {
        var cause = Read(new Serialization.Wire.Payload { SerializerId = 1, Manifest = new string('m', 1_000_000) });

        Assert.Contains("manifest of 1000000 characters", cause.PayloadProblem, StringComparison.Ordinal);
        Assert.InRange(cause.PayloadProblem!.Length, 20, 512);
    }

    [Fact]
    public void Text_about_a_missing_payload_is_cut_and_one_line()
    {
        var failure = Failure(null);
        failure.PayloadProblem = "a\nb" + new string('x', 1_000_000);

        var cause = Read(failure);

        Assert.InRange(cause.PayloadProblem!.Length, 500, 512);
        Assert.StartsWith("a b", cause.PayloadProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_that_cannot_be_written_leaves_the_text_of_the_failure_and_says_so()
    {
        var cause = Crossed("reject", new ApplicationFailureException("declined", new Unwritable()));
        var property = Crossed("reject", new DeclinedException(null));

        Assert.Equal(("declined", null), (cause.Message, cause.Payload));
        Assert.Contains("could not be written", cause.PayloadProblem, StringComparison.Ordinal);
        Assert.Null(property.Payload);
        Assert.Contains("threw NotSupportedException", property.PayloadProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_that_fits_into_no_frame_is_left_out_and_the_failure_says_so()
    {
        var bytes = Serializer.ToBinary(new Reject(new ApplicationFailureException("declined", new byte[200_000])));
        var cause = Assert.IsType<RemoteFailureException>(((Reject)Serializer.FromBinary(bytes, "reject/1")).Cause);

        Assert.InRange(bytes.Length, 1, 1_000);
        Assert.Equal("declined", cause.Message);
        Assert.Contains("fit into a message", cause.PayloadProblem, StringComparison.Ordinal);
        Assert.Equal(
            new byte[60_000],
            Crossed("reject", new ApplicationFailureException("declined", new byte[60_000])).Payload);
    }

    /// <summary>Sixteen payloads within each other cross; what is deeper is left out, on a small stack.</summary>
    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(2_000, false)]
    public void Failures_in_failures_cross_sixteen_deep(int depth, bool isWhole)
    {
        Exception nested = new InvalidOperationException("innermost");
        for (var i = 0; i < depth; i++)
            nested = new ApplicationFailureException($"{i}", nested);

        object? read = OnSmallStack(() => RoundTrip(new Reject(nested)));

        var cause = ((Reject)read!).Cause as RemoteFailureException;
        var crossed = 0;
        for (; cause!.Payload is RemoteFailureException inner; cause = inner)
            crossed++;
        Assert.Equal(isWhole ? depth : 16, crossed);
        Assert.Equal(isWhole, cause.PayloadProblem is null);
        // The depth is back at zero.
        Assert.Equal(Data, Crossed("reject", new ApplicationFailureException("x", Data)).Payload);
    }

    [Fact]
    public void Hostile_bytes_of_failures_in_failures_of_any_depth_leave_the_stack()
    {
        var bytes = Failure(null).ToByteArray();
        for (var i = 0; i < 1_000; i++)
        {
            bytes = Failure(new Serialization.Wire.Payload
            {
                SerializerId = Serializer.Identifier,
                Manifest = "failure/1",
                Data = ByteString.CopyFrom(bytes),
            }).ToByteArray();
        }

        var read = OnSmallStack(() => Serializer.FromBinary(bytes, "failure/1"));

        var deepest = Assert.IsType<RemoteFailureException>(read);
        while (deepest.Payload is RemoteFailureException inner)
            deepest = inner;
        Assert.Contains("more than 16 deep", deepest.PayloadProblem, StringComparison.Ordinal);
    }

    private RemoteFailureException Crossed(string message, Exception cause) =>
        Assert.IsType<RemoteFailureException>(message switch
        {
            "reject" => ((Reject)RoundTrip(new Reject(cause))).Cause,
            "rejected" => ((FutureRejected)RoundTrip(new FutureRejected(Somebody, cause))).Cause,
            "cancel" => ((Cancel)RoundTrip(new Cancel(cause))).Cause,
            "resolve" => ((Resolve)RoundTrip(new Resolve(cause))).Value,
            "resolve status" => ((Status.Failure)((Resolve)RoundTrip(new Resolve(new Status.Failure(cause)))).Value!).Cause,
            "call status" => ((Status.Failure)((CallLater)RoundTrip(
                new CallLater(TimeSpan.Zero, Somebody, new Status.Failure(cause)))).Message).Cause,
            _ => ((FutureResolved)RoundTrip(new FutureResolved(Somebody, cause))).Value,
        });

    private RemoteFailureException Read(Serialization.Wire.Payload payload) => Read(Failure(payload));

    private RemoteFailureException Read(Serialization.Wire.RemoteFailure failure) =>
        Assert.IsType<RemoteFailureException>(((Reject)Serializer.FromBinary(
            new Serialization.Wire.Reject { Cause = failure }.ToByteArray(), "reject/1")).Cause);

    private static Serialization.Wire.RemoteFailure Failure(Serialization.Wire.Payload? payload) =>
        new() { TypeName = "App.Declined", Message = "declined", Payload = payload };

    private static ByteString Bytes(params byte[] bytes) => ByteString.CopyFrom(bytes);

    private static object? OnSmallStack(Func<object> action)
    {
        object? result = null;
        var thread = new Thread(() => result = action(), 256 * 1024);
        thread.Start();
        thread.Join();
        return result;
    }

    private sealed record Declined(string Code, int Amount);

    private sealed class DeclinedException(object? payload) : Exception("declined"), IApplicationFailure
    {
        public object? Payload => payload ?? throw new NotSupportedException("no payload\nhere");
    }

    private sealed class Unwritable
    {
        public int Value => throw new NotSupportedException("not this");
    }
}

/// <summary>The setting that tells the type's name only leaves payloads out.</summary>
public sealed class FailurePayloadTypeTests() : WireTestKit(
    "txaio.futures.remote-failures = type\nakka.actor.serialize-messages = off")
{
    [Fact]
    public void Payload_is_left_out_and_the_failure_says_which_setting_does_it()
    {
        var bytes = Serializer.ToBinary(new Reject(new ApplicationFailureException("declined", "secret")));
        var cause = Assert.IsType<RemoteFailureException>(((Reject)Serializer.FromBinary(bytes, "reject/1")).Cause);

        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(("", null), (cause.Message, cause.Payload));
        Assert.Contains("remote-failures = type", cause.PayloadProblem, StringComparison.Ordinal);
    }
}

/// <summary>With the setting for the whole text, values go through their own serializers, except failures.</summary>
public sealed class FailurePayloadFullTests() : WireTestKit(
    "txaio.futures.remote-failures = full\nakka.actor.serialize-messages = off")
{
    [Fact]
    public void Payload_crosses_with_the_whole_text_also_in_a_value()
    {
        var failure = new ApplicationFailureException("declined", 42, new IOException("inside"));
        var value = new CallLater(TimeSpan.Zero, Somebody, new Status.Failure(failure));
        Exception?[] crossed =
        [
            ((Reject)RoundTrip(new Reject(failure))).Cause,
            (Exception?)((Resolve)RoundTrip(new Resolve(failure))).Value,
            ((Status.Failure)((CallLater)RoundTrip(value)).Message).Cause,
        ];

        Assert.All(crossed, static cause =>
        {
            var remote = Assert.IsType<RemoteFailureException>(cause);
            Assert.Equal(42, remote.Payload);
            Assert.Contains("inside", remote.StackText, StringComparison.Ordinal);
        });
    }
}
