using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;
using Txaio.Actors.Tests.Futures;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>Messages that a user's relay gets from the wire and passes on to the library.</summary>
public sealed class ForgedMessageTests() : FuturesTestKit("akka.actor.serialize-messages = off")
{
    [Theory]
    [MemberData(nameof(OwnMessageConventionTests.OwnMessages), MemberType = typeof(OwnMessageConventionTests))]
    public void Forged_message_is_unhandled_and_warned_of_and_everything_works(Type type)
    {
        var timer = Tx.MakeBatchedTimer(Second);
        timer.CallLater(Second * 5, () => { });
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled.Ref, typeof(UnhandledMessage));
        Sys.EventStream.Subscribe(unhandled.Ref, typeof(Warning));
        var forged = RuntimeHelpers.GetUninitializedObject(type);
        IActorRef[] actors =
            [Tx.Loop.Ref, timer.Ref, ActorAt(""), ActorAt("/loops"), ActorAt("/timers")];

        foreach (var actor in actors)
            actor.Tell(forged, actor);
        Time.RunUntilIdle();

        Assert.Same(forged, unhandled.FishForMessage<UnhandledMessage>(_ => true).Message);
        var warning = unhandled.FishForMessage<Warning>(_ => true);
        Assert.Contains($"A {type.Name} to /system/txaio", warning.ToString());
        // A second line counts the other messages.
        Time.Advance(Second);
        Assert.Contains(
            "4 more messages were refused within a second", unhandled.FishForMessage<Warning>(_ => true).ToString());
        AssertWorks();
    }

    [Fact]
    public void Termination_hook_before_the_end_of_user_actors_closes_nothing()
    {
        ActorAt("").Tell(TerminationHook.Instance, ActorAt(".."));
        Time.RunUntilIdle();

        AssertWorks();
        Time.Terminate();
        Assert.True(Tx.Loop.IsClosed);
    }

    [Fact]
    public void Restart_of_any_actor_of_the_library_keeps_everything()
    {
        var timer = Tx.MakeBatchedTimer(Milliseconds(100));
        var ran = 0;
        timer.CallLater(Second, () => ran++);
        Time.Advance(Milliseconds(500));
        foreach (var path in new[] { "", "/loops", "/loops/default", "/timers", $"/timers/{timer.Ref.Path.Name}" })
        {
            ((IInternalActorRef)ActorAt(path)).Restart(new InvalidOperationException("a bug"));
            Time.RunUntilIdle();
        }

        Time.Advance(Second);

        Assert.Equal(1, ran);
        AssertWorks();
        Time.Terminate();
        Assert.True(Tx.Loop.IsClosed);
    }

    [Fact]
    public void Suspension_of_an_actor_above_leaves_the_loops_running()
    {
        ((IInternalActorRef)ActorAt("")).Suspend();
        ((IInternalActorRef)ActorAt("..")).Suspend();
        Time.RunUntilIdle();

        AssertWorks();
        ((IInternalActorRef)ActorAt("..")).Resume(null);
    }

    [Fact]
    public void Message_that_could_not_be_read_leaves_promises_and_actors_as_they_are()
    {
        var promise = Tx.CreateFuture<object>();
        var probe = CreateTestProbe();
        var warnings = CreateTestProbe();
        Sys.EventStream.Subscribe(warnings.Ref, typeof(Warning));

        promise.Ref.Tell(UnreadMessage.Instance);
        Tx.Loop.Ref.Tell(UnreadMessage.Instance);
        probe.Ref.Tell(UnreadMessage.Instance);
        probe.Ref.Tell("next");
        Time.RunUntilIdle();

        Assert.False(promise.IsCalled);
        Assert.Equal("next", probe.ExpectMsg<object>());
        // The serializer has already reported the message, so no second line may follow.
        warnings.ExpectNoMsg(TimeSpan.Zero);
        AssertWorks();
    }

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);

    private IActorRef ActorAt(string path)
    {
        var whole = path == ".." ? "/system" : $"/system/txaio{path}";
        return ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka://{Sys.Name}{whole}");
    }

    private void AssertWorks()
    {
        var ran = 0;
        Tx.Loop.CallSoon(() => ran++);
        Tx.CallLater(Second, () => ran++);
        Tx.MakeBatchedTimer(Second).CallLater(Second, () => ran++);
        var silent = CreateTestProbe();
        var ask = Tx.Ask<int>(silent.Ref, 1, Second);
        var asker = CreateTestProbe();
        Tx.Loop.Ref.Tell(CreateFuture.Instance, asker.Ref);
        Time.Advance(Second * 3);
        Assert.Equal(3, ran);
        Assert.IsType<AskTimeoutException>(ErrorOf(ask));
        asker.ExpectMsg<FutureCreated>();
        Assert.Empty(TxaioExtension.Get(Sys).GetStoppedParts());
    }
}
