using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The attempts of an Ask: begun by the loop, ended by replies, timeouts and dead letters.</summary>
public sealed class AskAttemptTests
{
    [Fact]
    public void Ask_that_is_completed_between_its_attempts_leaves_no_call() => Schedules.Explore(static () =>
    {
        var target = new Target();
        var ask = Ask(TestLoop.Open, target, TimeSpan.FromHours(1));
        Schedules.Check(!ask.IsCalled, "the Ask has failed");
        Schedules.Run(
            TestLoop.Scheduler.RunDue,
            () => target.Asker!.Tell(1, ActorRefs.NoSender),
            () => ((IAsk)ask).Undelivered("question", target));
        Schedules.Check(ask.IsCalled, "the Ask is pending after its reply");
        Schedules.Check(TestLoop.Open.DelayedCalls.Count == 0, $"{TestLoop.Open.DelayedCalls.Count} calls are left");
    });

    [Fact]
    public void Ask_that_is_completed_while_its_loop_begins_an_attempt_leaves_no_call() => Schedules.Explore(static () =>
    {
        var target = new Target();
        var ask = Ask(TestLoop.Open, target, TimeSpan.FromTicks(1));
        Schedules.Run(
            TestLoop.Scheduler.RunDue,
            () => target.Asker!.Tell(1, ActorRefs.NoSender),
            () => ((IAsk)ask).Undelivered("question", target));
        Schedules.Check(ask.IsCalled, "the Ask is pending after its reply");
        Schedules.Check(target.Asked is >= 1 and <= 3, $"there were {target.Asked} attempts");
        Schedules.Check(TestLoop.Open.DelayedCalls.Count == 0, $"{TestLoop.Open.DelayedCalls.Count} calls are left");
    });

    [Fact]
    public void Ask_without_a_reply_fails_after_all_its_attempts_whatever_ends_them() => Schedules.Explore(static () =>
    {
        var target = new Target();
        var ask = Ask(TestLoop.Open, target, TimeSpan.FromTicks(1));
        Schedules.Run(
            TestLoop.Scheduler.RunDue,
            () => ((IAsk)ask).Undelivered("question", target),
            () => ((IAsk)ask).Undelivered("question", target));
        while (TestLoop.Open.DelayedCalls.Count > 0)
            Schedules.Run(TestLoop.Scheduler.RunDue);
        Schedules.Check(ask.IsCalled, "the Ask is pending after its attempts");
        Schedules.Check(target.Asked == 3, $"there were {target.Asked} attempts");
    });

    private static RetriedAsk<int> Ask(EventLoop loop, Target target, TimeSpan backoff)
    {
        var ask = new RetriedAsk<int>(loop);
        ask.Observe();
        var options = new AskRetryOptions
        {
            MaxAttempts = 3,
            Timeout = Timeout.InfiniteTimeSpan,
            AttemptTimeout = TimeSpan.FromTicks(2),
            MinBackoff = backoff,
            MaxBackoff = backoff,
        };
        var plan = new AskRetryPlan(options, Timeout.InfiniteTimeSpan);
        ask.Begin(new AskAttempts(ask, () => target, "question", plan, null), CancellationToken.None);
        return ask;
    }

    private sealed class Target : MinimalActorRef
    {
        private int _asked;

        public IActorRef? Asker { get; private set; }

        /// <summary>How often it was asked.</summary>
        public int Asked => Volatile.Read(ref _asked);

        public override ActorPath Path { get; } = TestSystem.System.Guardian.Path / "target";

        public override IActorRefProvider Provider => TestSystem.System.Provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            Asker = sender;
            Interlocked.Increment(ref _asked);
        }
    }
}
