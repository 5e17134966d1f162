using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>AskWithRetry: when attempts are made, which failures are retried, and what ends the attempts.</summary>
public sealed partial class AskWithRetryTests : FuturesTestKit
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    private static readonly AskRetryOptions Exact = new()
    {
        Timeout = Second * 20,
        AttemptTimeout = Second,
        MinBackoff = Ms * 100,
        MaxBackoff = Ms * 500,
        Jitter = 0,
    };

    private readonly InvalidOperationException _error = new("it failed");

    // Akka can serialize Status.Failure only with Akka.Remote.
    public AskWithRetryTests()
        : base("akka.actor.serialize-messages = off, txaio.futures.ask-timeout = 7s")
    {
    }

    [Fact]
    public void Reply_to_the_first_attempt_is_the_value_and_leaves_no_call()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question");

        target.Last.Tell("answer");

        Assert.Equal("f = answer", EndOf(future));
        NothingLeft();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(target.Senders);
    }

    /// <summary>An attempt waits for its timeout; the waits between the attempts double up to the greatest.</summary>
    [Fact]
    public void Attempts_without_a_reply_are_made_at_exact_times()
    {
        var target = new Told(() => Time.Elapsed);
        var future = Tx.AskWithRetry<string>(target, "question", Exact);

        Time.Advance(Second * 8);

        Assert.Equal([0, 1100, 2300, 3700, 5200, 6700], target.Times.Select(static time => time.TotalMilliseconds));
        Assert.All(target.Messages, static message => Assert.Equal("question", message));
        Assert.False(future.IsCalled);
    }

    [Fact]
    public void Target_that_fails_at_once_is_asked_after_waits_and_not_in_a_loop()
    {
        var times = new List<double>();
        var future = Tx.AskWithRetry<string>(
            () =>
            {
                times.Add(Time.Elapsed.TotalMilliseconds);
                return Stopped();
            },
            "question",
            Exact);

        Time.Advance(Second * 2);

        Assert.Equal([0, 100, 300, 700, 1200, 1700], times);
        Assert.False(future.IsCalled);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("null")]
    [InlineData("exception")]
    public void Target_that_is_not_found_is_looked_for_again(string missing)
    {
        var target = new Told();
        var looks = 0;
        var future = Tx.AskWithRetry<string>(
            () => ++looks >= 3 ? target : missing switch
            {
                "nobody" => ActorRefs.Nobody,
                "null" => null,
                _ => throw _error,
            },
            "question",
            Exact);

        Time.Advance(Ms * 299);
        Assert.Equal(2, looks);
        Time.Advance(Ms);
        target.Last.Tell("answer");

        Assert.Equal("f = answer", EndOf(future));
        NothingLeft();
    }

    [Fact]
    public void Local_actor_that_starts_meanwhile_replies()
    {
        var future = Tx.AskWithRetry<string>(Sys.ActorSelection("/user/late"), "question", Exact);
        Time.Advance(Ms * 250);
        Assert.False(future.IsCalled);

        Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId), "late");
        Time.Advance(Ms * 50);

        Assert.Equal("f = question", EndOf(future));
        Assert.Equal(Ms * 300, Time.Elapsed);
    }

    [Fact]
    public void Jitter_adds_at_most_its_part_and_differs()
    {
        var targets = Enumerable.Range(0, 50).Select(_ => new Told(() => Time.Elapsed)).ToList();
        var options = new AskRetryOptions { AttemptTimeout = Second, MinBackoff = Second, Jitter = 0.5 };
        targets.ForEach(target => Tx.AskWithRetry<string>(target, "question", options));

        Time.Advance(Second * 3);

        var seconds = targets.ConvertAll(static target => target.Times[1].TotalSeconds);
        Assert.All(seconds, static second => Assert.InRange(second, 2, 2.5));
        Assert.True(seconds.Distinct().Count() > 10);
    }

    [Fact]
    public void Timeout_ends_the_whole_exactly_and_names_attempts_and_the_last_failure()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<int>(target, "question", With(timeout: Ms * 1234));

        Time.Advance(Ms * 1234 - TimeSpan.FromTicks(1));
        Assert.False(future.IsCalled);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(
            "Ask of String to told on loop 'default' got no reply within 1.234 s, in 2 attempts. The last failure of "
            + "an attempt: AskTimeoutException: Ask of String to told on loop 'default' got no reply within 1 s, in 1 "
            + "attempt.",
            Assert.IsType<AskTimeoutException>(ErrorOf(future)).Message);
        NothingLeft();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, target.Senders.Count);
    }

    [Fact]
    public void Timeout_is_by_default_that_of_the_configuration()
    {
        var future = Tx.AskWithRetry<int>(new Told(), "question");

        Time.Advance(Second * 7 - TimeSpan.FromTicks(1));
        Assert.False(future.IsCalled);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.IsType<AskTimeoutException>(ErrorOf(future));
    }

    [Fact]
    public void Last_attempt_fails_the_future_with_its_failure()
    {
        var dead = Stopped();
        var future = Tx.AskWithRetry<int>(dead, "question", With(attempts: 3));

        Time.Advance(Ms * 299);
        Assert.False(future.IsCalled);
        Time.Advance(Ms);

        Assert.Equal(dead, Assert.IsType<AskTargetException>(ErrorOf(future)).Target);
        NothingLeft();
    }

    [Fact]
    public void Last_attempt_waits_for_its_timeout()
    {
        var future = Tx.AskWithRetry<int>(new Told(), "question", With(attempts: 2));

        Time.Advance(Ms * 2099);
        Assert.False(future.IsCalled);
        Time.Advance(Ms);

        Assert.EndsWith("within 1 s, in 2 attempts.", Assert.IsType<AskTimeoutException>(ErrorOf(future)).Message);
        NothingLeft();
    }

    /// <summary>A dead letter does not say which attempt it is of: the first may still get its reply.</summary>
    [Fact]
    public void Last_attempt_that_fails_leaves_an_earlier_one_its_time()
    {
        var (slow, dead) = (new Told(), Stopped());
        var looks = 0;
        var future = Tx.AskWithRetry<string>(() => looks++ == 0 ? slow : dead, "question", With(attempts: 2));
        Time.Advance(Ms * 1100);
        Assert.Equal(2, looks);
        Assert.False(future.IsCalled);

        slow.Last.Tell("late");

        Assert.Equal("f = late", EndOf(future));
        NothingLeft();
    }

    [Fact]
    public void All_attempts_have_one_sender_and_a_late_reply_to_an_earlier_one_counts()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", Exact);
        Time.Advance(Second * 3);
        Assert.Equal(3, target.Senders.Count);
        Assert.Single(target.Senders.Distinct());

        target.Senders[0].Tell("late");
        target.Senders[2].Tell("later");

        Assert.Equal("f = late", EndOf(future));
        Assert.Equal("later", Assert.Single(DeadLetters).Message);
        NothingLeft();
    }

    [Fact]
    public void Reply_during_a_wait_counts_and_ends_the_attempts()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", Exact);
        Time.Advance(Ms * 1050);

        target.Last.Tell("late");

        Assert.Equal("f = late", EndOf(future));
        NothingLeft();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(target.Senders);
    }

    public static TheoryData<object> Failures =>
        [new Status.Failure(new FormatException("bad")), new Reject(new FormatException("bad"))];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_reply_is_not_retried(object failure)
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", Exact);

        target.Last.Tell(failure);

        Assert.IsType<FormatException>(ErrorOf(future));
        NothingLeft();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_reply_that_RetryOn_accepts_is_retried_after_the_wait(object failure)
    {
        var target = new Told(() => Time.Elapsed);
        var future = Tx.AskWithRetry<string>(target, "question", With(retryOn: static e => e is FormatException));
        target.Last.Tell(failure);

        Time.Advance(Ms * 100);
        Assert.Equal([0, 100], target.Times.Select(static time => time.TotalMilliseconds));
        target.Last.Tell(new Status.Failure(_error));

        Assert.Same(_error, ErrorOf(future));
        NothingLeft();
    }

    [Fact]
    public void RetryOn_runs_on_the_loop()
    {
        EventLoop? ranOn = null;
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", With(retryOn: _ =>
        {
            ranOn = EventLoop.Current;
            return false;
        }));
        target.Last.Tell(new Status.Failure(_error));
        Assert.Null(ranOn);

        Assert.Same(_error, ErrorOf(future));
        Assert.Same(Tx.Loop, ranOn);
    }

    [Fact]
    public void RetryOn_that_throws_is_reported_and_the_future_fails_with_the_failure()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", With(retryOn: _ => throw new FormatException("bug")));
        target.Last.Tell(new Status.Failure(_error));

        Assert.Same(_error, ErrorOf(future));
        var failure = Assert.Single(Unhandled);
        Assert.Equal("bug", failure.Cause.Message);
        Assert.Contains(nameof(AskWithRetryTests), failure.Origin, StringComparison.Ordinal);
        NothingLeft();
    }

    [Fact]
    public void RetryOn_is_not_asked_about_a_target_that_cannot_be_found()
    {
        var future = Tx.AskWithRetry<string>(
            () => throw _error, "question", With(attempts: 2, retryOn: e => Fails($"asked about {e.Message}")));

        Time.Advance(Second * 5);

        Assert.Same(_error, ErrorOf(future));
        Assert.Empty(Unhandled);
        NothingLeft();

        static bool Fails(string text) => throw new InvalidOperationException(text);
    }

    [Fact]
    public void Timeouts_and_the_next_attempt_are_listed_with_their_target()
    {
        var target = new Told();
        Tx.AskWithRetry<string>(target, "question", Exact);
        const string Timeout = "the timeout of an Ask of told";
        Assert.Equal([(1, Timeout), (20, Timeout)], Listed());

        Time.Advance(Second);

        Assert.Equal([(1.1, "the next attempt of an Ask of told"), (20, Timeout)], Listed());

        IEnumerable<(double, string)> Listed() => TxaioExtension.Get(Sys).GetScheduledCalls()
            .Select(static call => (call.Due.TotalSeconds, call.Description));
    }

    /// <summary>A timeout or an attempt at the end of all attempts, or later, would never be seen.</summary>
    [Theory]
    [InlineData(500, 0)]
    [InlineData(1000, 0)]
    [InlineData(1050, 1000)]
    [InlineData(1100, 1000)]
    public void Step_that_is_not_before_the_end_is_not_scheduled(int timeout, int advance)
    {
        var target = new Told();
        var future = Tx.AskWithRetry<int>(target, "question", With(timeout: Ms * timeout));

        Time.Advance(Ms * advance);
        Assert.Equal(1, Time.PendingCalls);
        Time.Advance(Second * 3);

        Assert.IsType<AskTimeoutException>(ErrorOf(future));
        Assert.Single(target.Senders);
    }

    [Fact]
    public void Message_that_is_not_handled_fails_at_once_unless_RetryOn_accepts_it()
    {
        var picky = Sys.ActorOf(Props.Create<Picky>().WithDispatcher(VirtualDispatcherId));
        var first = Tx.AskWithRetry<string>(picky, "question", Exact);
        var error = Assert.IsType<AskTargetException>(ErrorOf(first));
        Assert.EndsWith("the actor does not handle the message.", error.Message);
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);

        var second = Tx.AskWithRetry<string>(picky, "question", With(retryOn: static e => e is AskTargetException));
        Time.Advance(Ms * 250);
        Assert.False(second.IsCalled);
        picky.Tell("learn");
        Time.Advance(Ms * 50);

        Assert.Equal("f = learnt", EndOf(second));
    }

    [Fact]
    public void Reply_of_another_type_rejects_and_is_a_dead_letter()
    {
        var target = new Told();
        var future = Tx.AskWithRetry<int>(target, "question", With(retryOn: static _ => true));

        target.Last.Tell("text");

        Assert.Equal(
            "Ask of String to told on loop 'default' got a reply of type String where a Int32 was expected. "
            + "(Parameter 'message')",
            Assert.IsType<ArgumentException>(ErrorOf(future)).Message);
        Assert.Equal("text", Assert.Single(DeadLetters).Message);
        NothingLeft();
    }

    [Fact]
    public void Tell_that_throws_fails_the_future_unless_RetryOn_accepts_it()
    {
        Assert.Same(_error, ErrorOf(Tx.AskWithRetry<string>(new Throwing(_error), "question", Exact)));

        var target = new Told();
        var tells = 0;
        var future = Tx.AskWithRetry<string>(
            () => tells++ == 0 ? new Throwing(_error) : target, "question", With(retryOn: static _ => true));
        Time.Advance(Ms * 100);
        target.Last.Tell("answer");

        Assert.Equal("f = answer", EndOf(future));
        NothingLeft();
    }

    private static AskRetryOptions With(
        TimeSpan? timeout = null, int attempts = int.MaxValue, Func<Exception, bool>? retryOn = null) => new()
        {
            Timeout = timeout ?? Exact.Timeout,
            AttemptTimeout = Exact.AttemptTimeout,
            MaxAttempts = attempts,
            MinBackoff = Exact.MinBackoff,
            MaxBackoff = Exact.MaxBackoff,
            Jitter = 0,
            RetryOn = retryOn,
        };

    private (Future<string> Future, WeakReference Message, WeakReference Finder) Completed()
    {
        var message = new object();
        var target = new Told();
        Func<ICanTell?> finder = () => target.Senders.Count < 0 ? null : target;
        var future = Tx.AskWithRetry<string>(finder, message, Exact);
        Time.Advance(Second * 2);
        target.Last.Tell("answer");
        Time.RunUntilIdle();
        target.Messages.Clear();
        return (future, new WeakReference(message), new WeakReference(finder));
    }

    private IActorRef Stopped()
    {
        var actor = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));
        Sys.Stop(actor);
        Time.RunUntilIdle();
        return actor;
    }

    private void NothingLeft()
    {
        Assert.Equal(0, Time.PendingCalls);
        Assert.Equal(0, Tx.Loop.Dependents.Count);
        Assert.False(HasPromises);
    }

    /// <summary>A target that notes each message with its time and its sender, and never replies.</summary>
    private sealed class Told(Func<TimeSpan>? clock = null) : ICanTell
    {
        public List<object> Messages { get; } = [];

        public List<IActorRef> Senders { get; } = [];

        public List<TimeSpan> Times { get; } = [];

        public IActorRef Last => Senders[^1];

        public void Tell(object message, IActorRef sender)
        {
            Messages.Add(message);
            Senders.Add(sender);
            Times.Add(clock?.Invoke() ?? default);
        }

        public override string ToString() => "told";
    }

    private sealed class Throwing(Exception error) : ICanTell
    {
        public void Tell(object message, IActorRef sender) => throw error;
    }

    private sealed class Picky : ReceiveActor
    {
        private bool _hasLearnt;

        public Picky()
        {
            Receive<string>(text => text == "learn", _ => _hasLearnt = true);
            Receive<string>(_ => _hasLearnt, _ => Sender.Tell("learnt"));
        }
    }
}
