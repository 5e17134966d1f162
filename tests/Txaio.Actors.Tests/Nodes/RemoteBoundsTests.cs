using Akka.Actor;
using Txaio.Actors.Configuration;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;
using Txaio.Actors.Tests.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Nodes;

/// <summary>
/// The bounds on the memory that messages of other nodes may make loops, batched timers and promises hold. The test
/// marks its messages as the serializer marks messages of other nodes. <c>Txaio.Actors.Remote.Tests</c> tests the
/// bounds with other processes.
/// </summary>
public sealed partial class RemoteBoundsTests : MessagesTestKit
{
    private const string Config =
        $$"""
        {{ExceptionsStayLocal}}
        txaio {
          loops.default.capacity = 2
          timers.one { bucket = 1s, rounding = up }
          futures.asked-promise-timeout = 20s
          remote {
            promises = 3, promises-per-node = 2
            calls = 3, calls-per-node = 2, call-kilobytes = 3, call-kilobytes-per-node = 2
            subscribers = 3, subscribers-per-node = 2, late-answers = 6, late-answers-per-node = 4
            completed = 3, completed-per-node = 2, completed-kilobytes = 3, completed-kilobytes-per-node = 2
          }
        }
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly Address B = new("akka.tcp", "node", "10.0.0.2", 1);
    private static readonly Address C = new("akka.tcp", "node", "10.0.0.3", 1);
    private static readonly Address D = new("akka.tcp", "node", "10.0.0.4", 1);

    // The test actor stands for the guardian of each node, so all nodes live.
    public RemoteBoundsTests()
        : base(Config) => Bounds.Held.GuardianOf = _ => TestActor;

    public static TheoryData<bool> Owners => [false, true];

    // This system's address stands for a node, so that its actors can be watched.
    private Address Own => TestActor.Path.Address;

    private RemoteBounds Bounds => TxaioExtension.Get(Sys).Bounds;

    [Fact]
    public void Promises_of_a_node_are_refused_over_its_bound_and_taken_again()
    {
        var promises = new[] { MakeFor(B), MakeFor(B) };

        var refusal = RefusalOf(Loop.Ref, Create(B));
        Assert.Equal("txaio.remote.promises-per-node", refusal.Setting);
        MakeFor(C);
        Assert.Equal("txaio.remote.promises", RefusalOf(Loop.Ref, Create(C)).Setting);

        Send(promises[0], 1, ActorRefs.NoSender);
        MakeFor(C);
        Assert.Equal(3, Held(Bounds.Promises));
    }

    [Fact]
    public void Promise_that_a_closing_loop_does_not_make_holds_no_place()
    {
        Loop.RefuseNewWork();

        Send(Loop.Ref, Create(B), TestActor);

        Assert.IsType<LoopTerminatedException>(ExpectMsg<Status.Failure>().Cause);
        Assert.Equal(0, Held(Bounds.Promises));
    }

    [Fact]
    public void Promises_of_other_nodes_leave_the_capacity_to_this_one_and_the_other_way_round()
    {
        MakeFor(B);
        MakeFor(B);
        MakeFor(C);

        Txaio.Loop.CallSoon(static () => { });
        Time.RunUntilIdle();
        MakePromise(TestActor);
        MakePromise(TestActor);
        Assert.Throws<LoopOverloadedException>(() => Txaio.Loop.CallSoon(static () => { }));
        Assert.True(Loop.GetStatistics().IsFull);
        Assert.Equal(3, Held(Bounds.Promises));
    }

    [Fact]
    public void Promise_of_an_asker_that_ends_is_cancelled_and_its_place_is_free()
    {
        var asker = StartActing();
        Send(Loop.Ref, Create(Own), asker);
        var promise = ExpectMsg<FutureCreated>().Promise;
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);
        Time.Advance(Hour);
        Assert.True(HasNoMessages());

        Sys.Stop(asker);
        Time.Advance(Second);

        Assert.IsType<FutureCancelledException>(ExpectMsg<FutureRejected>().Cause);
        NothingIsHeld();
    }

    [Fact]
    public void Promise_that_is_asked_for_in_the_name_of_an_actor_of_another_node_has_a_lifetime()
    {
        var promise = Time.WaitFor(Loop.Ref.Ask<FutureCreated>(Create(Own))).Promise;
        var forged = MakeFor(B);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);
        Send(forged, new Subscribe(TestActor), ActorRefs.NoSender);
        Time.Advance(Second * 19);
        Assert.True(HasNoMessages());

        Time.Advance(Second * 2);

        foreach (var rejected in ReceiveN(2).Cast<FutureRejected>())
        {
            Assert.Contains(
                "txaio.futures.asked-promise-timeout = 20 s", rejected.Cause.Message, StringComparison.Ordinal);
        }
        NothingIsHeld();
    }

    [Fact]
    public void Promise_that_an_Ask_of_this_node_asked_for_has_a_lifetime_and_gives_its_place_back()
    {
        for (var i = 0; i < 3; i++)
        {
            var first = Time.WaitFor(Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance)).Promise;
            var second = Time.WaitFor(Txaio.Ask<FutureCreated>(Loop.Ref, CreateFuture.Instance).AsTask()).Promise;
            Assert.Throws<LoopOverloadedException>(() => Txaio.Loop.CallSoon(static () => { }));
            Send(first, new Subscribe(TestActor), ActorRefs.NoSender);
            if (i > 0)
            {
                Send(first, 1, ActorRefs.NoSender);
                Send(second, 1, ActorRefs.NoSender);
                ExpectMsg<FutureResolved>();
                continue;
            }

            Time.Advance(Second * 21);
            Assert.IsType<FutureCancelledException>(ExpectMsg<FutureRejected>().Cause);
        }

        Assert.DoesNotContain(
            TxaioExtension.Get(Sys).GetScheduledCalls(), static call => call.Description.Contains("asked for"));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Calls_of_a_node_are_refused_over_its_bound_and_taken_again(bool batched)
    {
        var owner = Owner(batched);
        var first = Schedule(owner, B);
        Schedule(owner, B);

        var refusal = RefusalOf(owner, Call(B));
        Assert.Equal(("txaio.remote.calls-per-node", 2), (refusal.Setting, refusal.Limit));
        Assert.Contains("txaio.remote.calls-per-node = 2", refusal.Message, StringComparison.Ordinal);
        Schedule(owner, C);
        Assert.Equal("txaio.remote.calls", RefusalOf(owner, Call(C)).Setting);

        Send(owner, new CancelCall(first), TestActor);
        ExpectMsg(new CallCancelled(first, true));
        Schedule(owner, C);
        Time.Advance(Hour + Second);
        Assert.Equal(3, ReceiveN(3).Count(static got => got is "due"));
        NothingIsHeld();
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Calls_of_this_node_are_not_counted(bool batched)
    {
        for (var i = 0; i < 10; i++)
        {
            Send(Owner(batched), new CallLater(Second, TestActor, "due"), TestActor);
            ExpectMsg<CallScheduled>();
        }

        NothingIsHeld();
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Calls_are_refused_by_what_they_took_on_the_wire(bool batched)
    {
        var owner = Owner(batched);
        Send(owner, Call(B, bytes: 1500), TestActor);
        ExpectMsg<CallScheduled>();

        Assert.Equal("txaio.remote.call-kilobytes-per-node", RefusalOf(owner, Call(B, bytes: 501)).Setting);
        Assert.Equal("txaio.remote.call-kilobytes", RefusalOf(owner, Call(C, bytes: 1501)).Setting);
        // A foreign serializer has read this message, so its size on the wire is unknown.
        var unknown = new CallLater(Hour, TestActor, "due") { Node = new SendingNode(C) };
        Assert.Equal("txaio.remote.call-kilobytes-per-node", RefusalOf(owner, unknown).Setting);
        Assert.Equal((1, 2), (Held(Bounds.Calls), Held(Bounds.CallBytes)));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Calls_of_an_actor_of_another_node_are_dropped_when_it_ends(bool batched)
    {
        var sender = StartActing();
        Send(Owner(batched), Call(Own), sender);
        ExpectMsg<CallScheduled>();
        Time.Advance(Second);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(
            () => Send(sender, new InvalidOperationException("restart"), TestActor));
        Assert.Equal(1, Held(Bounds.Calls));

        Sys.Stop(sender);
        Time.Advance(Second);

        NothingIsHeld();
        Time.Advance(Hour);
        Assert.True(HasNoMessages());
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Calls_that_are_due_soon_outlive_their_sender(bool batched)
    {
        var sender = StartActing();
        Send(Owner(batched), Call(Own, delay: Second * 10), sender);
        ExpectMsg<CallScheduled>();
        Assert.Equal(0, Bounds.Held.Guards);

        Sys.Stop(sender);
        Time.Advance(Second * 11);

        ExpectMsg("due");
        NothingIsHeld();
    }

    [Fact]
    public void Calls_that_end_with_their_loop_or_timer_leave_nothing()
    {
        Schedule(Owner(batched: true), B);
        Schedule(Loop.Ref, B);
        Assert.Equal(2, Held(Bounds.Calls));

        Txaio.BatchedTimer("one").Dispose();
        Assert.Equal(1, Held(Bounds.Calls));
        EventFilter.Warning().ExpectOne(() =>
        {
            Sys.Stop(Loop.Ref);
            Time.RunUntilIdle();
        });

        NothingIsHeld();
    }

    [Fact]
    public void Calls_whose_bucket_is_stopped_leave_nothing()
    {
        var owner = Owner(batched: true);
        Send(owner, Call(B, delay: Second / 2), TestActor);
        ExpectMsg<CallScheduled>();

        EventFilter.Warning().ExpectOne(() =>
        {
            Sys.StopOwn("txaio/timers/one/*");
            Time.RunUntilIdle();
        });

        // A new actor fires the bucket when the bucket is due.
        Time.Advance(Second);
        Assert.True(HasMessages);
        NothingIsHeld();
        Assert.Equal(0, ((BatchedTimer)Txaio.BatchedTimer("one")).MessageCalls.Count);
    }

    [Fact]
    public void Subscribers_of_a_node_are_refused_over_its_bound()
    {
        var promise = MakePromise(TestActor);
        var (first, second, third) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Subscribe(promise, first.Ref, B);
        Subscribe(promise, first.Ref, B);
        Subscribe(promise, second.Ref, B);
        Subscribe(promise, third.Ref, B);
        var refusal = Assert.IsType<RemoteBoundException>(ExpectMsg<Status.Failure>().Cause);
        Assert.Equal("txaio.remote.subscribers-per-node", refusal.Setting);
        Subscribe(promise, third.Ref, C);
        Assert.Equal(3, Held(Bounds.Subscribers));

        Send(promise, 1, ActorRefs.NoSender);

        foreach (var probe in new[] { first, second, third })
            probe.ExpectMsg<FutureResolved>();
        NothingIsHeld();
    }

    [Fact]
    public void Refused_subscriber_without_a_sender_to_tell_is_a_dead_letter()
    {
        var promise = MakePromise(TestActor);
        for (var i = 0; i < 3; i++)
            Send(promise, new Subscribe(CreateTestProbe().Ref) { Node = new SendingNode(B) }, ActorRefs.NoSender);

        Assert.IsType<Subscribe>(Assert.Single(Letters).Message);
    }

    [Fact]
    public void Subscribers_of_this_node_are_not_counted()
    {
        var promise = MakePromise(TestActor);

        for (var i = 0; i < 10; i++)
            Send(promise, new Subscribe(StartActing()), TestActor);

        Assert.True(HasNoMessages());
        NothingIsHeld();
    }

    [Fact]
    public void Subscriber_that_another_node_sent_and_that_dies_is_forgotten()
    {
        var promise = MakePromise(TestActor);
        var subscriber = StartActing();
        Subscribe(promise, subscriber, B);
        Assert.Equal(1, Held(Bounds.Subscribers));

        Sys.Stop(subscriber);
        Time.RunUntilIdle();

        NothingIsHeld();
    }

    [Fact]
    public void Statistics_name_every_bound()
    {
        MakeFor(B);
        Schedule(Loop.Ref, B);
        RefusalOf(Loop.Ref, Call(B, bytes: 5000));

        Assert.Equal(
            [
                new RemoteBoundStatistics("txaio.remote.promises", 1, 3, 0),
                new RemoteBoundStatistics("txaio.remote.calls", 1, 3, 0),
                new RemoteBoundStatistics("txaio.remote.call-kilobytes", 1, 3, 1),
                new RemoteBoundStatistics("txaio.remote.subscribers", 0, 3, 0),
                new RemoteBoundStatistics("txaio.remote.late-answers", 0, 6, 0),
                new RemoteBoundStatistics("txaio.remote.completed", 0, 3, 0) { RefusesMessages = false },
                new RemoteBoundStatistics("txaio.remote.completed-kilobytes", 0, 3, 0) { RefusesMessages = false },
            ],
            TxaioExtension.Get(Sys).GetRemoteBounds());
    }

    private static CreateFuture Create(Address node) => CreateFuture.From(default, new SendingNode(node));

    private static long Held(NodeBound bound) => bound.Statistics.Held;

    // Subscribes for each node, and returns whether the promise replied with the value.
    private List<bool> Answers(IActorRef promise, params Address[] nodes)
    {
        var answered = new List<bool>();
        foreach (var node in nodes)
        {
            Subscribe(promise, TestActor, node);
            var answer = ExpectMsg<object>();
            if (answer is not FutureResolved)
                Assert.IsType<RemoteBoundException>(Assert.IsType<Status.Failure>(answer).Cause);
            answered.Add(answer is FutureResolved);
        }

        return answered;
    }

    private void AssertRefused(IActorRef promise, Address node, string text)
    {
        Subscribe(promise, TestActor, node);
        Assert.Equal(text, Assert.IsType<RemoteBoundException>(ExpectMsg<Status.Failure>().Cause).Message);
    }

    private IActorRef Complete(IActorRef promise)
    {
        // Reading the path registers the promise, as sending the promise to a node does.
        _ = promise.Path;
        Send(promise, 1, ActorRefs.NoSender);
        return promise;
    }

    private void CompleteFrom(Address node, IActorRef promise, int bytes)
    {
        _ = promise.Path;
        new KeptOutcome(node, new WireSize(bytes)).Tell(promise, 1, TestActor);
        Time.RunUntilIdle();
    }

    private bool IsFound(IActorRef promise) =>
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(promise.Path.ToString()) is { } found
        && !found.IsNobody() && found is not EmptyLocalActorRef;

    private CallLater Call(Address node, TimeSpan? delay = null, int bytes = 100) =>
        new(delay ?? Hour, TestActor, "due") { Node = new SendingNode(node), Size = new WireSize(bytes) };

    private IActorRef Owner(bool batched) => batched ? Txaio.BatchedTimer("one").Ref : Loop.Ref;

    private long Schedule(IActorRef owner, Address node)
    {
        Send(owner, Call(node), TestActor);
        return ExpectMsg<CallScheduled>().Id;
    }

    private IActorRef MakeFor(Address node)
    {
        Send(Loop.Ref, Create(node), TestActor);
        return ExpectMsg<FutureCreated>().Promise;
    }

    private void Subscribe(IActorRef promise, IActorRef subscriber, Address node) =>
        Send(promise, new Subscribe(subscriber) { Node = new SendingNode(node) }, TestActor);

    private RemoteBoundException RefusalOf(IActorRef owner, object message)
    {
        Send(owner, message, TestActor);
        return Assert.IsType<RemoteBoundException>(ExpectMsg<Status.Failure>().Cause);
    }

    private void NothingIsHeld()
    {
        // Completed promises can be found for a while.
        Time.Advance(Second * 32);
        Assert.All(Bounds.Statistics, static bound => Assert.Equal(0, bound.Held));
        Assert.Equal(0, Bounds.Held.Guards);
    }
}
