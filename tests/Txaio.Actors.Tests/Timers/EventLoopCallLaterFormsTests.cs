using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The forms of <c>EventLoop.CallLater</c>.</summary>
public sealed class EventLoopCallLaterFormsTests : CallLaterFormsTests
{
    protected override IActorRef Ref => Api.Loop.Ref;

    protected override DelayedCall CallLater(TimeSpan delay, Action callback) => Api.Loop.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback) => Api.Loop.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<string, Task> callback, string state) =>
        Api.Loop.CallLater(delay, callback, state);

    protected override DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken token) =>
        Api.Loop.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken token) =>
        Api.Loop.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken token) =>
        Api.Loop.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken token) =>
        Api.Loop.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender) =>
        Api.Loop.CallLater(delay, target, message, sender);

    [Fact]
    public void Loop_schedules_with_a_state_and_tells_in_the_name_of_the_actor_that_asks()
    {
        Api.Loop.CallLater(Seconds(1), name => Note(name)(), "state");
        Api.Loop.CallLater(Seconds(1), TestActor, "message");
        Time.Advance(Seconds(2));

        Assert.Equal(["state"], RanNames);
        ExpectMsg("message");
        Assert.Equal(TestActor, LastSender);
    }

    [Fact]
    public void Null_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>("callback", () => Api.Loop.CallLater(Seconds(1), (Action)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Api.Loop.CallLater(Seconds(1), (Func<Task>)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Api.Loop.CallLater(Seconds(1), (Action<int>)null!, 1));
        Assert.Throws<ArgumentNullException>(
            "callback", () => Api.Loop.CallLater(Seconds(1), (Action<CancellationToken>)null!, default));
        Assert.Throws<ArgumentNullException>("target", () => Api.Loop.CallLater(Seconds(1), (IActorRef)null!, "message"));
        Assert.Throws<ArgumentNullException>("message", () => Api.Loop.CallLater(Seconds(1), TestActor, null!));
    }
}
