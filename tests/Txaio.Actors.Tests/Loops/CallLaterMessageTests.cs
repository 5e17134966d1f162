using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// CallLater with a target tells the target the message when the call is due, with the scheduling actor as sender.
/// </summary>
public sealed class CallLaterMessageTests() : LoopTestKit(
    "txaio.loops.blocked.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }")
{
    [Fact]
    public void CallLater_tells_the_target_at_its_time()
    {
        Api.CallLater(Second, TestActor, "due");

        Time.Advance(Second - Millisecond);
        Assert.False(HasMessages);
        Time.Advance(Millisecond);

        ExpectMsg("due");
    }

    [Fact]
    public void CallLater_in_no_actor_has_no_sender()
    {
        OnLoop(() => Api.CallLater(Second, TestActor, "due"));
        Time.Advance(Second);

        ExpectMsg("due");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void CallLater_in_an_actor_has_the_actor_as_its_sender()
    {
        var actor = Acting(() => Api.CallLater(Second, TestActor, "to another"));
        Time.Advance(Second);

        ExpectMsg("to another");
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void CallLater_to_self_has_self_as_its_sender()
    {
        IActorRef? sender = null;
        var self = Acting(() =>
        {
            var me = ActorCell.GetCurrentSelfOrNoSender()!;
            Api.CallLater(Second, me, new Do(() => sender = ActorCell.GetCurrentSenderOrNoSender()));
        });
        Time.Advance(Second);

        Assert.Equal(self, sender);
    }

    [Fact]
    public void Cancel_before_the_message_is_told_is_true_and_after_it_false()
    {
        var cancelled = Api.CallLater(Second, TestActor, "cancelled");
        var told = Api.CallLater(Second, TestActor, "told");

        Assert.True(cancelled.Cancel());
        Time.Advance(Second);

        Assert.False(told.IsActive);
        Assert.False(told.Cancel());
        ExpectMsg("told");
        Assert.False(HasMessages);
    }

    [Fact]
    public void CallLater_messages_and_callbacks_come_in_due_order()
    {
        for (var i = 4; i > 0; i--)
            Api.CallLater(Millisecond * i, TestActor, i);

        Time.Advance(Second);

        Assert.Equal([1, 2, 3, 4], ReceiveN(4).Cast<int>());
    }

    [Fact]
    public void CallLater_to_a_target_that_throws_is_reported_and_the_next_is_told()
    {
        Api.CallLater(Second, new Throwing(((ExtendedActorSystem)Sys).Provider), "boom");
        Api.CallLater(Second, TestActor, "next");

        Time.Advance(Second);

        ExpectMsg("next");
        var failure = Assert.Single(Published.Failures);
        Assert.Equal("Tell threw", failure.Cause.Message);
        Assert.Equal("default", failure.Loop);
        Assert.StartsWith("delayed message String to ", failure.Origin);
    }

    [Fact]
    public async Task CallLater_tells_in_time_although_its_loop_is_blocked()
    {
        var api = Sys.Txaio("blocked");
        using var release = new ManualResetEventSlim();
        await Block(api.Loop, release);
        api.CallLater(TimeSpan.Zero, TestActor, "now");
        api.CallLater(Second, TestActor, "later");

        ExpectMsg("now");
        Time.Advance(Second);
        ExpectMsg("later");
        release.Set();
    }

    [Fact]
    public async Task Call_by_message_is_told_in_time_although_its_loop_is_blocked()
    {
        var loop = Sys.Txaio("blocked").Loop;
        using var release = new ManualResetEventSlim();
        loop.Ref.Tell(new CallLater(Second, TestActor, "due"), TestActor);
        ExpectMsg<CallScheduled>();
        await Block(loop, release);

        Time.Advance(Second);

        ExpectMsg("due");
        release.Set();
    }

    private static Task Block(EventLoop loop, ManualResetEventSlim release)
    {
        var blocked = new TaskCompletionSource();
        loop.CallSoon(() =>
        {
            blocked.SetResult();
            release.Wait(Guard);
        });
        return blocked.Task.WaitAsync(Guard);
    }

    private IActorRef Acting(Action first)
    {
        var actor = Sys.ActorOf(Props.Create<ActingActor>().WithDispatcher(VirtualDispatcherId));
        actor.Tell(new Do(first));
        Time.RunUntilIdle();
        return actor;
    }

    private sealed class Do(Action act) : INoSerializationVerificationNeeded
    {
        public Action Act => act;
    }

    private sealed class ActingActor : UntypedActor
    {
        protected override void OnReceive(object message) => ((Do)message).Act();
    }

    private sealed class Throwing(IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.RootPath / "throwing";

        public override IActorRefProvider Provider { get; } = provider;

        protected override void TellInternal(object message, IActorRef sender) =>
            throw new NotSupportedException("Tell threw");
    }
}
