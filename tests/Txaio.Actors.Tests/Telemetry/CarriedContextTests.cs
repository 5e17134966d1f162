using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The work that loops and timers do for a message belongs to the message's trace.</summary>
public sealed class CarriedContextTests() : TracedTests("txaio.timers.idle.bucket = 1s")
{
    public static TheoryData<bool> Owners => [false, true];

    [Theory]
    [MemberData(nameof(Owners))]
    public void Call_scheduled_by_an_Ask_is_told_in_the_trace_of_the_Ask(bool batched)
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
        var cancelled = Traces["txaio.cancel_call"];
        Assert.Equal((ActivityKind.Server, ask.SpanId), (cancelled.Kind, cancelled.ParentSpanId));
        Assert.Equal(
            [
                "txaio.loop = default",
                "txaio.system = " + Measured.Name,
                "txaio.timer = " + (batched ? "idle" : "(CallLater)"),
            ],
            TagsOf(cancelled));
    }

    [Fact]
    public void Promise_is_made_in_the_trace_of_the_Ask()
    {
        Ask<FutureCreated>(Loop.Ref, CreateFuture.Instance);

        var created = Traces["txaio.create_future"];
        Assert.Equal((ActivityKind.Server, Traces["txaio.ask"].SpanId), (created.Kind, created.ParentSpanId));
        Assert.Equal(["txaio.loop = default", "txaio.system = " + Measured.Name], TagsOf(created));
        Assert.Null(CreateFuture.Instance.Origin.Parent);
    }

    [Fact]
    public void Promise_that_cannot_be_made_is_an_error()
    {
        using var both = new MeasuredSystem("txaio.loops.io.dispatcher = virtual-dispatcher");
        both.Loop.Abandon();
        var asked = both.Txaio.WithConfig("io").Ask<FutureCreated>(both.Loop.Ref, CreateFuture.Instance);
        both.Time.RunUntilIdle();

        Assert.IsType<LoopTerminatedException>(asked.Error);
        Assert.Equal(ActivityStatusCode.Error, Traces["txaio.create_future"].Status);
        Assert.Contains("error.type = Txaio.Actors.LoopTerminatedException", TagsOf(Traces["txaio.create_future"]));
    }

    [Fact]
    public void Promise_that_is_refused_to_another_node_is_an_error()
    {
        using var bounded = new MeasuredSystem(
            "akka.actor.serialize-messages = off\ntxaio.remote { promises = 1, promises-per-node = 1 }");
        var node = new SendingNode(new Address("akka.tcp", "node", "10.0.0.2", 1));
        var asker = bounded.System.ActorOf(Props.Create<Silent>());
        using (TracesReader.Users.StartActivity("a request"))
        {
            for (var i = 0; i < 2; i++)
                bounded.Loop.Ref.Tell(CreateFuture.From(TraceOrigin.Here, node), asker);
        }

        bounded.Time.RunUntilIdle();

        Assert.Equal(
            [ActivityStatusCode.Unset, ActivityStatusCode.Error],
            Traces.All.Where(static activity => activity.OperationName == "txaio.create_future")
                .Select(static activity => activity.Status));
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
    public void State_goes_with_the_trace_whose_parent_is_remote()
    {
        using var request = TracesReader.Users.StartActivity("a request")!;
        request.TraceStateString = "vendor=1";

        Ask<CallScheduled>(Loop.Ref, new CallLater(Second, ActorRefs.Nobody, "due"));
        Time.Advance(Second * 2);

        foreach (var name in new[] { "txaio.call_later", "txaio.delayed_message" })
            Assert.Equal(("vendor=1", true), (Traces[name].TraceStateString, Traces[name].HasRemoteParent));
    }

    [Fact]
    public void Message_is_told_inside_its_activity()
    {
        var during = new List<string?>();
        Measured.System.EventStream.Subscribe(
            new Listening(Measured.System, () => during.Add(Activity.Current?.OperationName)), typeof(DeadLetter));

        Ask<CallScheduled>(Loop.Ref, new CallLater(Second, Measured.System.DeadLetters, "due"));
        Time.Advance(Second * 2);

        Assert.Equal(["txaio.delayed_message"], during);
    }

    [Fact]
    public void Trace_through_a_node_without_a_listener_continues_at_the_next()
    {
        Traces.Dispose();
        using (var request = new Activity("a request").Start())
        {
            request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            Loop.Ref.Tell(new CallLater(Second, ActorRefs.Nobody, "due"), ActorRefs.NoSender);
            Time.RunUntilIdle();
            using var later = new TracesReader();
            Time.Advance(Second * 2);

            Assert.Equal(request.SpanId, later["txaio.delayed_message"].ParentSpanId);
        }
    }

    [Fact]
    public void Activity_that_is_not_of_W3C_is_not_carried()
    {
        using var request = new Activity("a request").SetIdFormat(ActivityIdFormat.Hierarchical).Start();

        Assert.Null(new CancelCall(1).Origin.Parent);
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
    public void Invalid_context_is_not_taken_from_the_wire(string parent, string state) =>
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

    // Calls the action on the publishing thread.
    private sealed class Listening(ActorSystem system, Action told) : MinimalActorRef
    {
        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        public override ActorPath Path => Provider.TempContainer.Path / "listening";

        protected override void TellInternal(object message, IActorRef sender) => told();
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
