using Akka.Actor;
using Txaio.Actors.Configuration;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;
using Txaio.Actors.Tests.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Nodes;

/// <content>The bounds on completed promises and on their late replies.</content>
public sealed partial class RemoteBoundsTests
{
    [Fact]
    public void Completed_promise_replies_to_subscribers_of_each_node_up_to_the_bound_in_a_minute()
    {
        var promise = MakePromise(TestActor);
        Send(promise, "a large value", ActorRefs.NoSender);

        Assert.Equal([true, true, false], Answers(promise, B, B, B));
        // Another node has a bound of its own, but all nodes share a further bound.
        Assert.Equal([true, false, false], Answers(promise, C, C, B));
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);
        ExpectMsg<FutureResolved>();

        Time.Advance(Second * 59);
        Assert.Equal([false], Answers(promise, B));
        Time.Advance(Second * 2);
        Assert.Equal([true, true, false, true], Answers(promise, C, C, C, B));
    }

    [Fact]
    public void Completed_promises_together_answer_no_more_of_a_node_in_a_minute_than_its_bound()
    {
        // The promises are made and completed one after the other, because the loop's capacity is 2.
        var promises = Enumerable.Range(0, 20).Select(_ => Complete(MakePromise(TestActor))).ToList();

        Assert.Equal(4, promises.Sum(promise => Answers(promise, B, B).Count(static answered => answered)));
        Assert.Equal(2, promises.Sum(promise => Answers(promise, C, C).Count(static answered => answered)));
        Assert.Equal(6, Bounds.LateAnswers.Statistics.Held);

        Time.Advance(Second * 61);
        Assert.Equal(0, Bounds.LateAnswers.Statistics.Held);
        Assert.Equal([true, true], Answers(promises[0], B, C));
    }

    [Fact]
    public void Refused_late_subscriber_is_told_the_setting_that_was_met()
    {
        var promises = Enumerable.Range(0, 3).Select(_ => Complete(MakePromise(TestActor))).ToList();

        Assert.Equal([true, true], Answers(promises[0], B, B));
        AssertRefused(promises[0], B, $"txaio.remote.subscribers-per-node = 2 allows no more for {B}.");
        Assert.Equal([true], Answers(promises[0], C));
        AssertRefused(promises[0], C, "txaio.remote.subscribers = 3 allows no more for other nodes.");
        Assert.Equal([true, true], Answers(promises[1], B, B));
        AssertRefused(promises[2], B, $"txaio.remote.late-answers-per-node = 4 allows no more for {B}.");
        Assert.Equal([true], Answers(promises[1], C));
        AssertRefused(promises[2], D, "txaio.remote.late-answers = 6 allows no more for other nodes.");
    }

    [Fact]
    public void Completed_promises_of_a_node_make_room_for_its_own_and_leave_those_of_others()
    {
        var own = Complete(MakePromise(TestActor));
        var others = Complete(MakeFor(C));
        var all = new List<IActorRef>();
        for (var i = 0; i < 5; i++)
            all.Add(Complete(MakeFor(B)));

        Assert.Equal([false, false, false, true, true], all.Select(IsFound));
        Assert.True(IsFound(own));
        Assert.True(IsFound(others));
        Assert.Equal((3, 3), (Held(Bounds.Completed), Bounds.Completed.Statistics.Refused));

        // All nodes together are at their bound. A further node gets no room, and does not displace their promises.
        Assert.False(IsFound(Complete(MakeFor(D))));
        Assert.True(IsFound(all[4]));
        Assert.True(IsFound(others));

        Time.Advance(Second * 32);
        Assert.False(IsFound(own));
        Assert.Equal(0, Held(Bounds.Completed));
        Assert.Equal(0, Held(Bounds.CompletedBytes));
    }

    [Fact]
    public void Completed_promises_are_bounded_by_what_their_values_took_on_the_wire()
    {
        var (first, second, third) = (MakePromise(TestActor), MakePromise(TestActor), MakeFor(B));
        var others = MakeFor(C);
        CompleteFrom(C, others, bytes: 500);
        CompleteFrom(B, first, bytes: 1500);
        CompleteFrom(B, second, bytes: 400);
        Assert.Equal((3, 3), (Held(Bounds.Completed), Held(Bounds.CompletedBytes)));

        CompleteFrom(B, third, bytes: 1900);

        Assert.Equal([false, false, true, true], new[] { first, second, third, others }.Select(IsFound));

        // A value larger than a node's bound is not kept at all.
        var tooLarge = MakePromise(TestActor);
        CompleteFrom(B, tooLarge, bytes: 2001);
        Assert.False(IsFound(tooLarge));
        Assert.True(IsFound(others));
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Promise_that_a_call_of_another_node_completes_is_kept_for_that_node(bool batched)
    {
        var promise = MakePromise(TestActor);
        // Reading the path registers the promise, as sending the promise to the node does.
        _ = promise.Path;
        var call = new CallLater(Second, promise, "due") { Node = new SendingNode(B), Size = new WireSize(1500) };
        Send(Owner(batched), call, TestActor);
        ExpectMsg<CallScheduled>();

        Time.Advance(Second * 3);

        Assert.True(IsFound(promise));
        Assert.Equal((1, 2), (Held(Bounds.Completed), Held(Bounds.CompletedBytes)));
    }
}
