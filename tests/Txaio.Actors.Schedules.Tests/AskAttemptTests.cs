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
        var ask = Ask(target);
        Schedules.Check(!ask.IsCalled, "the Ask has failed");
        Schedules.Run(
            TestLoop.Scheduler.RunDue,
            () => target.Asker!.Tell(1, ActorRefs.NoSender),
            () => ((IAsk)ask).Undelivered("question", target));
        Schedules.Check(ask.IsCalled, "the Ask is pending after its reply");
        Schedules.Check(TestLoop.Open.DelayedCalls.Count == 0, $"{TestLoop.Open.DelayedCalls.Count} calls are left");
    });

    private static RetriedAsk<int> Ask(Target target)
    {
        var ask = new RetriedAsk<int>(TestLoop.Open);
        var options = new AskRetryOptions
        {
            MaxAttempts = 3,
            Timeout = Timeout.InfiniteTimeSpan,
            AttemptTimeout = TimeSpan.FromTicks(2),
            MinBackoff = TimeSpan.FromHours(1),
            MaxBackoff = TimeSpan.FromHours(1),
        };
        var plan = new AskRetryPlan(options, Timeout.InfiniteTimeSpan);
        ask.Begin(new AskAttempts(ask, () => target, "question", plan, null), CancellationToken.None);
        return ask;
    }

    private sealed class Target : MinimalActorRef
    {
        public IActorRef? Asker { get; private set; }

        public override ActorPath Path { get; } = TestSystem.System.Guardian.Path / "target";

        public override IActorRefProvider Provider => TestSystem.System.Provider;

        protected override void TellInternal(object message, IActorRef sender) => Asker = sender;
    }
}
