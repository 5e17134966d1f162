using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// No line of the log has the path of a promise. The tests read the lines that Akka writes about dead letters,
/// unhandled messages and watches.
/// </summary>
public sealed class PromiseLogTests : FuturesTestKit
{
    private const string Config =
        """
        akka {
          loglevel = DEBUG
          log-dead-letters = on
          actor.serialize-messages = off
          actor.debug { unhandled = on, lifecycle = on, autoreceive = on }
        }
        txaio {
          loops.other.capacity = 0
          remote { subscribers = 1, subscribers-per-node = 1 }
        }
        """;

    private static readonly Address B = new("akka.tcp", "node", "10.0.0.2", 1);

    private readonly Akka.TestKit.TestProbe _log;
    private readonly List<LogEvent> _lines = [];

    public PromiseLogTests()
        : base(Config)
    {
        EventFilter.Debug().Mute();
        EventFilter.Info().Mute();
        EventFilter.Warning().Mute();
        _log = CreateTestProbe();
        // Akka's two actors that write the lines subscribe as they start, beside this thread.
        AwaitStart("deadLetterListener");
        AwaitStart("UnhandledMessageForwarder");
        Sys.EventStream.Subscribe(_log.Ref, typeof(LogEvent));
    }

    [Fact]
    public void Message_to_a_completed_promise_shows_no_path_in_the_log()
    {
        var promise = Tx.CreateFuture<int>();
        var name = promise.Ref.Path.Name;
        promise.Resolve(1);

        promise.Ref.Tell(2, TestActor);

        AssertHidden(name, "Message [Int32]", "was not delivered");
    }

    [Fact]
    public async Task Log_line_of_a_promise_does_not_register_it()
    {
        // The test kit's logger reads the paths of dead letters too, so the test unsubscribes that logger.
        var logger = await Sys.ActorSelection("/system/log*-TestEventListener").ResolveOne(Second * 5);
        Sys.EventStream.Unsubscribe(logger, typeof(DeadLetter));
        var promise = Tx.CreateFuture<int>();
        promise.Resolve(1);

        promise.Ref.Tell(2, TestActor);

        LineOf("Message [Int32]", "was not delivered");
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
    }

    [Fact]
    public void Refused_subscriber_without_a_sender_shows_no_path_in_the_log()
    {
        var promise = Full(out var name);

        promise.Tell(Over(), ActorRefs.NoSender);

        AssertHidden(name, "Message [Subscribe]", "was not delivered");
    }

    [Fact]
    public void Refusal_of_a_subscriber_whose_sender_has_ended_shows_no_path_in_the_log()
    {
        var promise = Full(out var name);

        promise.Tell(Over(), Gone());
        Time.RunUntilIdle();

        AssertHidden(name, "Message [Failure]", "was not delivered");
    }

    [Fact]
    public void Outcome_for_a_subscriber_that_has_ended_shows_no_path_in_the_log()
    {
        var promise = Tx.CreateFuture<int>();
        var name = promise.Ref.Path.Name;
        promise.Resolve(1);

        promise.Ref.Tell(new Subscribe(Gone()), TestActor);
        Time.RunUntilIdle();

        AssertHidden(name, "Message [FutureResolved]", "was not delivered");
    }

    [Fact]
    public void Copy_of_a_pending_Ask_to_an_actor_that_has_ended_shows_no_path_in_the_log()
    {
        var asked = Tx.Ask<int>(CreateTestProbe().Ref, "question");

        Gone().Tell("copy", asked.Ref);

        AssertHidden(asked.Ref.Path.Name, "Message [String]", "was not delivered");
        Assert.False(asked.IsCalled);
    }

    [Fact]
    public void Message_of_a_pending_Ask_that_is_not_handled_shows_no_path_in_the_log()
    {
        var deaf = Sys.ActorOf(Props.Create<DeafActor>().WithDispatcher(VirtualDispatcherId));
        var asked = Tx.Ask<int>(CreateTestProbe().Ref, "question");
        var name = asked.Ref.Path.Name;

        deaf.Tell("another", asked.Ref);
        Time.RunUntilIdle();

        AssertHidden(name, "Message [String]", "was unhandled");
        AssertHidden(name, "Unhandled message from", "another");
        Assert.False(asked.IsCalled);
    }

    [Fact]
    public void Call_that_is_due_for_a_completed_promise_shows_no_path_in_the_log()
    {
        var promise = Tx.CreateFuture<object>();
        var name = promise.Ref.Path.Name;
        Tx.Loop.Ref.Tell(new CallLater(Second, promise.Ref, 17), promise.Ref);
        Time.RunUntilIdle();
        Assert.True(promise.IsCalled);

        Time.Advance(Second);

        AssertHidden(name, "Message [Int32]", "was not delivered");
    }

    [Fact]
    public void Request_of_a_pending_promise_to_a_loop_that_has_ended_shows_no_path_in_the_log()
    {
        var promise = Tx.CreateFuture<int>();
        var name = promise.Ref.Path.Name;
        var loop = Tx.WithConfig("other").Loop;
        Sys.Stop(loop.Ref);
        Time.RunUntilIdle();

        loop.Ref.Tell(new CallLater(Second, promise.Ref, promise.Ref), promise.Ref);

        AssertHidden(name, "Message [CallLater]", "was not delivered");
    }

    [Fact]
    public void Watches_of_a_subscriber_show_no_path_in_the_log()
    {
        var promise = Tx.CreateFuture<int>();
        var name = promise.Ref.Path.Name;
        var subscriber = Sys.ActorOf(Props.Create<DeafActor>().WithDispatcher(VirtualDispatcherId));

        promise.Ref.Tell(new Subscribe(subscriber));
        Time.RunUntilIdle();

        AssertHidden(name, "now watched by", "the promise of");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Temporary_sender_that_is_not_ours_shows_no_path_in_lines_about_our_actors(bool ofAkka)
    {
        var other = ofAkka
            ? Provider.CreateFutureRef(new TaskCompletionSource<object>())
            : Provider.ResolveActorRef($"akka://{Sys.Name}/temp/secret");
        var name = "temp/" + other.Path.Name;
        var completed = Tx.CreateFuture<int>();
        completed.Resolve(1);

        completed.Ref.Tell(2, other);
        Tx.Loop.Ref.Tell(3.5, other);
        Time.RunUntilIdle();

        AssertHidden(name, "Message [Int32]", "was not delivered");
        AssertHidden(name, "Message [Double]", "was unhandled");
        AssertHidden(name, "Unhandled message from", "3.5");
    }

    [Theory]
    [InlineData("/temp/secret")]
    [InlineData("/user/../temp/secret")]
    [InlineData("/temp/secret/below")]
    public void Ask_of_a_selected_temporary_actor_names_it_nowhere(string path)
    {
        var asked = Tx.Ask<int>(Sys.ActorSelection(path), "question", Second);

        Assert.All(
            TxaioExtension.Get(Sys).GetScheduledCalls(), static call => Assert.DoesNotContain("secret", call.ToString()));
        Time.Advance(2 * Second);
        Assert.DoesNotContain("secret", ErrorOf(asked).Message);
    }

    [Fact]
    public void Ask_of_a_selected_promise_does_not_show_or_register_its_path()
    {
        var promise = Tx.CreateFuture<int>();

        var asked = Tx.Ask<int>(new ActorSelection(promise.Ref, ""), "question", Second);

        Time.Advance(2 * Second);
        Assert.False(HasPromises);
        Assert.DoesNotContain(promise.Ref.Path.Name, ErrorOf(asked).Message);
    }

    [Theory]
    [InlineData("/user/temp/actor")]
    [InlineData("/temp")]
    [InlineData("/user/actor")]
    public void Ask_of_another_selection_names_it(string path)
    {
        var asked = Tx.Ask<int>(Sys.ActorSelection(path), "question", Second);
        Time.Advance(2 * Second);

        Assert.Contains(path, ErrorOf(asked).Message);
    }

    [Fact]
    public async Task Sender_of_a_dead_letter_still_gets_replies_and_equals_the_original()
    {
        var source = new TaskCompletionSource<object>();
        var asker = Provider.CreateFutureRef(source);
        var completed = Tx.CreateFuture<int>();
        completed.Resolve(1);
        completed.Ref.Tell(2, asker);

        var sender = Assert.Single(DeadLetters).Sender;

        Assert.Equal(asker, sender);
        Assert.Equal(asker.Path, sender.Path);
        sender.Tell("answer", ActorRefs.NoSender);
        Assert.Equal("answer", await source.Task);
    }

    private void AwaitStart(string systemActor)
    {
        Sys.ActorSelection($"/system/{systemActor}").Tell(new Identify(systemActor), _log.Ref);
        Assert.NotNull(_log.ExpectMsg<ActorIdentity>().Subject);
    }

    private Subscribe Over() => new(CreateTestProbe().Ref) { Node = new SendingNode(B) };

    /// <summary>A pending promise that refuses further subscribers of other nodes.</summary>
    private IActorRef Full(out string name)
    {
        var promise = Tx.CreateFuture<int>().Ref;
        name = promise.Path.Name;
        promise.Tell(Over(), TestActor);
        return promise;
    }

    private IActorRef Gone()
    {
        var gone = CreateTestProbe();
        Watch(gone.Ref);
        Sys.Stop(gone.Ref);
        ExpectTerminated(gone.Ref);
        return gone.Ref;
    }

    private void AssertHidden(string name, params string[] parts)
    {
        var line = LineOf(parts);
        Assert.DoesNotContain(name, line.ToString());
        Assert.DoesNotContain(name, line.LogSource);
    }

    private LogEvent LineOf(params string[] parts)
    {
        bool IsIt(LogEvent line) =>
            parts.All(part => line.Message.ToString()!.Contains(part, StringComparison.Ordinal));

        // Two actors of Akka write the lines, so the order varies.
        while (!_lines.Exists(IsIt))
            _lines.Add(_log.ExpectMsg<LogEvent>());
        return _lines.Find(IsIt)!;
    }

    private sealed class DeafActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
