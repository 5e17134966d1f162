using Akka.Actor;
using Txaio.Actors.Futures.Promises;

namespace Txaio.Actors.Schedules.Tests;

public sealed class PromiseTests
{
    [Fact]
    public void Path_that_threads_read_is_one_and_is_gone_with_the_completion() => Schedules.Explore(static () =>
    {
        var future = TestSystem.Txaio.CreateFuture<int>();
        ActorPath? one = null, other = null;
        Schedules.Run(() => one = future.Ref.Path, () => other = future.Ref.Path, () => future.TryResolve(1));
        Schedules.Check(one!.Equals(other), $"one thread read {one}, another {other}");
        Schedules.Check(
            TestSystem.System.Provider.ResolveActorRef(one) != future.Ref, "the completed promise is registered");
    });

    [Fact]
    public void Subscriber_is_taken_by_the_completion_or_finds_the_promise_completed() => Schedules.Explore(static () =>
    {
        var future = TestSystem.Txaio.CreateFuture<int>();
        var state = new PromiseState(future.Promise);
        Follower one = new("one"), other = new("other");
        PromiseFollowers? subscribers = null, watchers = null;
        Schedules.Run(
            () => one.IsAdded = state.TryAdd(one, isSubscriber: true, held: null, out _),
            () => other.IsAdded = state.TryAdd(other, isSubscriber: false, held: null, out _),
            () =>
            {
                future.TryResolve(1);
                (subscribers, watchers) = state.Complete(out _);
            });
        Schedules.Check((subscribers?.Count ?? 0) == (one.IsAdded ? 1 : 0), "the subscriber is not told");
        Schedules.Check((watchers?.Count ?? 0) == (other.IsAdded ? 1 : 0), "the watcher is not told");
    });

    [Fact]
    public void Reply_and_cancel_complete_an_Ask_once() => Schedules.Explore(static () =>
    {
        var target = new Target();
        var asked = TestSystem.Txaio.Ask<int>(target, "question", Timeout.InfiniteTimeSpan);
        var replies = 0;
        Schedules.Run(
            () => target.Asker!.Tell(1, ActorRefs.NoSender),
            () => Interlocked.Add(ref replies, asked.Cancel() ? 0 : 1),
            () => Interlocked.Add(ref replies, asked.Cancel() ? 0 : 1));
        Schedules.Check(asked.IsCalled, "the Ask is pending");
        Schedules.Check(
            replies == (asked.IsCancelled ? 1 : 2), $"{replies} cancels found a reply, cancelled: {asked.IsCancelled}");
    });

    private sealed class Follower(string name) : MinimalActorRef
    {
        public bool IsAdded { get; set; }

        public override ActorPath Path { get; } = TestSystem.System.Guardian.Path / name;

        public override IActorRefProvider Provider => TestSystem.System.Provider;
    }

    private sealed class Target : MinimalActorRef
    {
        public IActorRef? Asker { get; private set; }

        public override ActorPath Path { get; } = TestSystem.System.Guardian.Path / "target";

        public override IActorRefProvider Provider => TestSystem.System.Provider;

        protected override void TellInternal(object message, IActorRef sender) => Asker = sender;
    }
}
