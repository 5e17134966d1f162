using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>What loops and timers do for messages that were sent in a trace belongs to that trace.</summary>
public sealed class CarriedContextTests() : TracedTests("txaio.timers.idle.bucket = 1s")
{
    public static TheoryData<bool> Owners => [false, true];

    [Theory]
    [MemberData(nameof(Owners))]
    public void Call_that_is_asked_for_is_scheduled_and_told_in_the_trace_of_the_Ask(bool batched)
    {
        var told = Txaio.CreateFuture<string>();

        Ask<CallScheduled>(OwnerOf(batched), new CallLater(Second, told.Ref, "due"));
        Time.Advance(Second * 3);

        Assert.True(told.IsCalled);
        var (ask, scheduled) = (Traces["txaio.ask"], Traces["txaio.call_later"]);
        var delayed = Traces["txaio.delayed_message"];
        Assert.Equal((ActivityKind.Server, ask.SpanId), (scheduled.Kind, scheduled.ParentSpanId));
        Assert.Equal((ActivityKind.Consumer, scheduled.SpanId), (delayed.Kind, delayed.ParentSpanId));
        Assert.Equal([ask.TraceId, ask.TraceId], [scheduled.TraceId, delayed.TraceId]);
        string[] tags =
        [
            "txaio.loop = default",
            "txaio.system = " + Measured.Name,
            "txaio.timer = " + (batched ? "idle" : "(CallLater)"),
        ];
        Assert.Equal(tags, TagsOf(scheduled));
        Assert.Equal(tags, TagsOf(delayed));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Call_is_cancelled_in_the_trace_of_the_Ask(bool batched)
    {
        var id = Ask<CallScheduled>(OwnerOf(batched), new CallLater(Second, ActorRefs.Nobody, "due")).Id;

        Ask<CallCancelled>(OwnerOf(batched), new CancelCall(id));

        var ask = Traces.All.Last(static activity => activity.OperationName == "txaio.ask");
        Assert.Equal(ask.SpanId, Traces["txaio.cancel_call"].ParentSpanId);
    }

    [Fact]
    public void Promise_is_made_in_the_trace_of_the_Ask()
    {
        Ask<FutureCreated>(Loop.Ref, CreateFuture.Instance);

        Assert.Equal(Traces["txaio.ask"].SpanId, Traces["txaio.create_future"].ParentSpanId);
        Assert.Null(CreateFuture.Instance.Origin.Parent);
    }

    [Fact]
    public void Call_that_cannot_be_scheduled_is_an_error()
    {
        var asked = Txaio.Ask<CallScheduled>(
            Loop.Ref, new CallLater(TimeSpan.FromDays(40_000), ActorRefs.Nobody, "due"));
        Time.RunUntilIdle();

        Assert.IsType<ArgumentOutOfRangeException>(asked.Error);
        Assert.Equal(ActivityStatusCode.Error, Traces["txaio.call_later"].Status);
        Assert.Contains("error.type = System.ArgumentOutOfRangeException", TagsOf(Traces["txaio.call_later"]));
    }

    [Fact]
    public void Message_that_is_told_belongs_to_the_activity_it_was_made_in()
    {
        ActivitySpanId outer;
        using (var request = TracesReader.Users.StartActivity("a request")!)
        {
            outer = request.SpanId;
            Loop.Ref.Tell(new CallLater(Second, ActorRefs.Nobody, "due"), ActorRefs.NoSender);
        }

        Time.Advance(Second * 2);

        Assert.Equal(outer, Traces["txaio.call_later"].ParentSpanId);
        Assert.Equal(Traces["txaio.call_later"].SpanId, Traces["txaio.delayed_message"].ParentSpanId);
    }

    [Fact]
    public void Message_outside_of_every_trace_starts_none()
    {
        Loop.Ref.Tell(new CallLater(Second, ActorRefs.Nobody, "due"), ActorRefs.NoSender);
        Time.Advance(Second * 2);

        Assert.Empty(Traces.All);
    }

    [Fact]
    public void Messages_are_equal_whatever_traces_they_belong_to()
    {
        var (call, cancel) = (new CallLater(Second, ActorRefs.Nobody, "due"), new CancelCall(1));
        using var request = TracesReader.Users.StartActivity("a request")!;

        Assert.Equal(call, new CallLater(Second, ActorRefs.Nobody, "due"));
        Assert.Equal(cancel, new CancelCall(1));
        Assert.Equal(cancel.GetHashCode(), new CancelCall(1).GetHashCode());
        Assert.Equal(request.Id, new CancelCall(1).Origin.Parent);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", "")]
    [InlineData("anything at all", "vendor=1")]
    public void Context_that_is_none_is_not_taken_from_the_wire(string parent, string state) =>
        Assert.Null(TraceOrigin.Read(parent, state).Parent);

    [Fact]
    public void State_that_is_too_long_is_left_out()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        Assert.Equal("vendor=1", TraceOrigin.Read(parent, "vendor=1").State);
        var origin = TraceOrigin.Read(parent, new string('x', 513));
        Assert.Equal((parent, null), (origin.Parent, origin.State));
    }

    private IActorRef OwnerOf(bool batched) => batched ? Txaio.BatchedTimer("idle").Ref : Loop.Ref;

    private T Ask<T>(IActorRef target, object message) => Time.WaitFor(Txaio.Ask<T>(target, message).AsTask());
}
