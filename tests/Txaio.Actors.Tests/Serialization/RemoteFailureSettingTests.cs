using Akka.Actor;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Wire;

/// <summary>The parts of an exception that go over the wire when <c>remote-failures</c> is not <c>full</c>.</summary>
public sealed class RemoteFailureSettingTests() : WireTestKit(
    "txaio.futures.remote-failures = message\nakka.actor.serialize-messages = off")
{
    [Fact]
    public void AggregateException_is_sent_without_inner_messages()
    {
        var cause = Cause(new AggregateException("several", new IOException("secret 1"), new IOException("secret 2")));

        Assert.Equal(("several", ""), (cause.Message, cause.StackText));
    }

    [Fact]
    public void RemoteFailureException_is_passed_on_without_its_stack()
    {
        var cause = Cause(new RemoteFailureException("A.B", "message", "secret"));

        Assert.Equal(("A.B", "message", ""), (cause.TypeName, cause.Message, cause.StackText));
    }

    [Fact]
    public void Exception_that_throws_from_its_message_still_crosses() =>
        Assert.Contains("threw", Cause(new Hostile()).Message, StringComparison.Ordinal);

    [Fact]
    public void Exception_as_a_value_in_nested_messages_is_sent_without_its_stack()
    {
        var nested = new Resolve(new CallLater(TimeSpan.Zero, Somebody, new Status.Failure(
            new InvalidOperationException("outer", new IOException("secret")))));

        var call = (CallLater)((Resolve)RoundTrip(nested)).Value!;

        var cause = Assert.IsType<RemoteFailureException>(Assert.IsType<Status.Failure>(call.Message).Cause);
        Assert.Equal(("outer", ""), (cause.Message, cause.StackText));
        Assert.Null(cause.InnerException);
    }

    [Fact]
    public void Cause_of_a_cancel_is_sent_as_text_and_without_its_stack()
    {
        var cancel = (Cancel)RoundTrip(new Cancel(new TimeoutException("too late", new IOException("secret"))));

        var cause = Assert.IsType<RemoteFailureException>(cancel.Cause);
        Assert.Equal(("System.TimeoutException", "too late", ""), (cause.TypeName, cause.Message, cause.StackText));
        Assert.Equal("too late", cancel.Reason);
    }

    [Fact]
    public void Cancel_with_a_text_and_a_cause_keeps_its_text()
    {
        var cancel = (Cancel)RoundTrip(new Cancel("why") { Cause = new TimeoutException("too late") });

        Assert.Equal(("why", "too late"), (cancel.Reason, cancel.Cause?.Message));
    }

    [Fact]
    public void Exceptions_for_actors_of_this_system_stay_whole()
    {
        var future = Txaio.CreateFutureError<int>(new InvalidOperationException("outer", new IOException("inner")));
        future.PipeTo(TestActor);

        Assert.IsType<IOException>(ExpectMsg<Status.Failure>().Cause.InnerException);
    }

    private RemoteFailureException Cause(Exception cause) =>
        Assert.IsType<RemoteFailureException>(((Reject)RoundTrip(new Reject(cause))).Cause);

    private sealed class Hostile : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}

/// <summary>Only the type's name goes over the wire.</summary>
public sealed class RemoteFailureTypeTests() : WireTestKit(
    "txaio.futures.remote-failures = type\nakka.actor.serialize-messages = off")
{
    [Fact]
    public void Cause_of_a_cancel_does_not_tell_its_message_as_the_reason()
    {
        var cancel = (Cancel)RoundTrip(new Cancel(new TimeoutException("secret")));

        Assert.Null(cancel.Reason);
        Assert.Equal("", cancel.Cause?.Message);
        Assert.DoesNotContain(
            "secret", System.Text.Encoding.UTF8.GetString(Serializer.ToBinary(new Cancel(new TimeoutException("secret")))));
    }
}
