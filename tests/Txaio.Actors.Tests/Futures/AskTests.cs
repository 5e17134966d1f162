using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Ask: the reply and its type, dead targets, cancellation.</summary>
public sealed class AskTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    // Akka can serialize Status.Failure only with Akka.Remote.
    public AskTests()
        : base("akka.actor.serialize-messages = off")
    {
    }

    [Fact]
    public void Reply_is_the_value()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question");
        probe.ExpectMsg("question");
        Assert.False(future.IsCalled);

        probe.Reply("answer");

        Assert.Equal("f = answer", EndOf(future));
    }

    [Fact]
    public void Status_Failure_rejects_with_its_cause() =>
        Assert.Same(_error, ErrorOf(Answered<string>(new Status.Failure(_error))));

    [Fact]
    public void Status_Success_is_the_value() =>
        Assert.IsType<Status.Success>(Answered<object>(new Status.Success(1)).Result);

    [Fact]
    public void Reply_of_another_type_rejects_and_names_target_question_and_both()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<int>(probe.Ref, "question");
        probe.ExpectMsg("question");

        probe.Reply("text");

        Assert.StartsWith(
            $"Ask of String to {probe.Ref} on loop 'default' got a reply of type String where a Int32 was expected.",
            Assert.IsType<ArgumentException>(ErrorOf(future)).Message);
    }

    /// <summary>The value would be lost without the dead letter. Akka's own Ask does the same.</summary>
    [Fact]
    public void Reply_of_another_type_is_a_dead_letter_too()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<int>(probe.Ref, "question");
        probe.ExpectMsg("question");

        probe.Reply("text");

        Assert.IsType<ArgumentException>(ErrorOf(future));
        var letter = Assert.Single(DeadLetters);
        Assert.Equal(("text", probe.Ref), (letter.Message, letter.Sender));
    }

    [Fact]
    public void Reply_that_is_taken_or_a_failure_is_no_dead_letter()
    {
        ErrorOf(Answered<string>(new Status.Failure(_error)));
        EndOf(Answered<string>("text"));

        Assert.Empty(DeadLetters);
    }

    [Fact]
    public void Late_reply_goes_to_dead_letters()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question", Second);
        probe.ExpectMsg("question");
        Time.Advance(Second * 2);

        probe.Reply("late");

        Assert.IsType<AskTimeoutException>(ErrorOf(future));
        Assert.Equal("late", Assert.Single(DeadLetters).Message);
    }

    [Fact]
    public void Nobody_fails_at_once_with_target_and_message_type()
    {
        var error = Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(ActorRefs.Nobody, "question")));

        Assert.Same(ActorRefs.Nobody, error.Target);
        Assert.Equal(typeof(string), error.MessageType);
        Assert.Matches("^Ask of String to .*: there is no such actor.$", error.Message);
        NothingLeft();
    }

    [Fact]
    public void Dead_actor_fails_at_once()
    {
        var dead = Stopped();

        var future = Tx.Ask<int>(dead, new List<int>());

        var error = Assert.IsType<AskTargetException>(ErrorOf(future));
        Assert.Equal(dead, error.Target);
        Assert.StartsWith($"Ask of List<Int32> to {dead}: the actor has terminated", error.Message);
        NothingLeft();
    }

    [Fact]
    public void Actor_that_stops_with_the_question_in_its_mailbox_fails_it()
    {
        var actor = Sys.ActorOf(Props.Create<Idle>().WithDispatcher(VirtualDispatcherId));
        Time.RunUntilIdle();
        actor.Tell(PoisonPill.Instance);
        var future = Tx.Ask<int>(actor, "question");

        Assert.IsType<AskTargetException>(ErrorOf(future));
        NothingLeft();
    }

    [Fact]
    public void Selection_and_path_without_an_actor_fail_at_once()
    {
        var selection = Sys.ActorSelection("/user/nobody/here");
        var resolved = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka://test/user/nobody");

        Assert.Same(selection, Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(selection, "question"))).Target);
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(resolved, "question")));
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(Sys.DeadLetters, "question")));
    }

    [Fact]
    public void Selection_of_an_actor_is_asked()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(Sys.ActorSelection(probe.Ref.Path), "question");
        Time.RunUntilIdle();
        probe.ExpectMsg("question");

        probe.Reply("answer");

        Assert.Equal("f = answer", EndOf(future));
    }

    [Fact]
    public void Completed_promise_as_the_target_fails_at_once() =>
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(Tx.CreateFutureSuccess("x").Ref, "question")));

    /// <summary>The recipient of the dead letter is the Ask's promise, which is equal to the target.</summary>
    [Fact]
    public void Completed_Ask_as_the_target_fails_at_once() =>
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(Answered<string>("text").Ref, "question")));

    [Fact]
    public void Message_that_is_not_handled_fails_at_once()
    {
        var picky = Sys.ActorOf(Props.Create<Picky>().WithDispatcher(VirtualDispatcherId));
        var future = Tx.Ask<int>(picky, "question");
        Time.RunUntilIdle();

        Assert.EndsWith(
            "the actor does not handle the message.", Assert.IsType<AskTargetException>(ErrorOf(future)).Message);
    }

    /// <summary>A live target may forward an audit copy to a dead actor without a failure of the Ask.</summary>
    [Fact]
    public void Other_dead_letters_do_not_fail_it()
    {
        var dead = Stopped();
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question");
        probe.ExpectMsg("question");

        dead.Tell("question", probe.LastSender);
        dead.Tell("copy", probe.LastSender);
        Sys.ActorSelection("/user/audit").Tell("copy", probe.LastSender);
        dead.Tell("question", probe.Ref);
        Time.RunUntilIdle();
        Assert.False(future.IsCalled);

        probe.Reply("answer");
        Assert.Equal("f = answer", EndOf(future));
    }

    [Fact]
    public void Target_that_throws_when_told_fails_it()
    {
        var future = Tx.Ask<string>(new Throwing(_error), "question");

        Assert.Same(_error, ErrorOf(future));
        NothingLeft();
    }

    [Fact]
    public void Token_cancelled_before_sends_nothing_and_is_carried()
    {
        var probe = CreateTestProbe();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var future = Tx.Ask<string>(probe.Ref, "question", cancellationToken: source.Token);

        Assert.True(future.IsCancelled);
        var error = Assert.IsType<FutureCancelledException>(ErrorOf(future));
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal("The Ask's token was cancelled.", error.Message);
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        NothingLeft();
    }

    [Fact]
    public void Token_cancelled_meanwhile_cancels_and_is_carried()
    {
        var probe = CreateTestProbe();
        using var source = new CancellationTokenSource();
        var future = Tx.Ask<string>(probe.Ref, "question", cancellationToken: source.Token);
        probe.ExpectMsg("question");

        source.Cancel();
        probe.Reply("late");

        Assert.Equal(source.Token, Assert.IsType<FutureCancelledException>(ErrorOf(future)).CancellationToken);
        Assert.Equal("late", Assert.Single(DeadLetters).Message);
        NothingLeft();
    }

    [Fact]
    public void Token_cancelled_after_the_reply_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question", cancellationToken: source.Token);
        probe.ExpectMsg("question");
        probe.Reply("answer");

        source.Cancel();

        Assert.Equal("f = answer", EndOf(future));
    }

    [Fact]
    public void Cancel_of_the_future_ends_the_ask()
    {
        var future = Tx.Ask<string>(CreateTestProbe().Ref, "question");

        Assert.True(future.Cancel("enough"));

        Assert.Equal("f ! FutureCancelledException: enough", EndOf(future));
        NothingLeft();
    }

    [Fact]
    public void Null_target_or_message_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.Ask<int>(null!, "question"));
        Assert.Throws<ArgumentNullException>(() => Tx.Ask<int>(TestActor, null!));
    }

    [Fact]
    public void Exception_of_a_target_refuses_null()
    {
        Assert.Throws<ArgumentNullException>(() => new AskTargetException(null!, typeof(string), "reason"));
        Assert.Throws<ArgumentNullException>(() => new AskTargetException(TestActor, null!, "reason"));
    }

    private void NothingLeft()
    {
        Assert.Equal(0, TxaioExtension.Get(Sys).AskTimers.PendingCalls);
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    private IActorRef Stopped()
    {
        var actor = Sys.ActorOf(Props.Create<Idle>().WithDispatcher(VirtualDispatcherId));
        Sys.Stop(actor);
        Time.RunUntilIdle();
        return actor;
    }

    private Future<T> Answered<T>(object reply)
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<T>(probe.Ref, "question");
        probe.ExpectMsg("question");
        probe.Reply(reply);
        NothingLeft();
        return future;
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Picky : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Throwing(Exception error) : ICanTell
    {
        public void Tell(object message, IActorRef sender) => throw error;
    }
}
