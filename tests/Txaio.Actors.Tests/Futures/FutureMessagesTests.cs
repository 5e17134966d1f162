using System.Reflection;
using Akka.Actor;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The messages Resolve, Reject, Cancel and Subscribe to a future's ref.</summary>
public sealed class FutureMessagesTests : FuturesTestKit
{
    // Akka never removes the last watcher of an actor.
    private const int WatchersAkkaKeeps = 1;

    private readonly InvalidOperationException _error = new("it failed");

    [Fact]
    public void Resolve_gives_the_value_whatever_it_is()
    {
        var (number, any, done, failure) = (Tx.CreateFuture<int>(), Tx.CreateFuture<object?>(), Tx.CreateFuture(),
            Tx.CreateFuture<object>());

        number.Ref.Tell(new Resolve(5));
        any.Ref.Tell(new Resolve(null));
        done.Ref.Tell(new Resolve(null));
        failure.Ref.Tell(new Resolve(new Status.Failure(_error)));

        Assert.Equal("f = 5", EndOf(number));
        Assert.Equal("f = ", EndOf(any));
        Assert.Equal("f = Akka.Done", EndOf(done));
        Assert.IsType<Status.Failure>(failure.Result);
    }

    /// <summary>It is refused only from another node; Txaio.Actors.Attack.Tests has a test for that.</summary>
    [Fact]
    public void Message_that_controls_actors_is_a_value_in_Resolve_of_this_process()
    {
        var future = Tx.CreateFuture<object>();

        future.Ref.Tell(new Resolve(PoisonPill.Instance));

        Assert.Same(PoisonPill.Instance, future.Result);
    }

    [Fact]
    public void Resolve_with_another_type_rejects_and_names_both()
    {
        var future = Tx.CreateFuture<int>();

        future.Ref.Tell(new Resolve("text"));

        Assert.StartsWith("A promise of Int32 got a reply of type String.", ErrorOf(future).Message);
    }

    [Fact]
    public void Reject_fails_it()
    {
        var future = Tx.CreateFuture<Exception>();

        future.Ref.Tell(new Reject(_error));

        Assert.Same(_error, ErrorOf(future));
        Assert.Throws<ArgumentNullException>(() => new Reject(null!));
    }

    [Fact]
    public void Cancel_cancels_it_with_the_reason()
    {
        var (given, none) = (Tx.CreateFuture<object>(_ => Seen.Add("canceller")), Tx.CreateFuture<object>());

        given.Ref.Tell(new Cancel("the reason"));
        none.Ref.Tell(new Cancel());
        Time.RunUntilIdle();

        Assert.Equal(["canceller"], Seen);
        Assert.True(given.IsCancelled);
        Assert.Equal("f ! FutureCancelledException: the reason", EndOf(given));
        Assert.Equal("f ! FutureCancelledException: The future was cancelled.", EndOf(none));
    }

    [Fact]
    public void Second_completion_goes_to_dead_letters()
    {
        var future = Tx.CreateFutureSuccess(1);
        object[] messages = [new Resolve(2), new Reject(_error), new Cancel("late")];

        foreach (var message in messages)
            future.Ref.Tell(message, TestActor);

        Assert.Equal(messages, DeadLetters.Select(letter => letter.Message));
        Assert.All(DeadLetters, letter => Assert.Same(future.Ref, letter.Recipient));
        Assert.Equal("f = 1", EndOf(future));
    }

    [Fact]
    public void Subscriber_is_told_the_value_when_it_completes_and_at_once_afterwards()
    {
        var future = Tx.CreateFuture<string?>();
        future.Ref.Tell(new Subscribe(TestActor));
        ExpectNoMsg(TimeSpan.Zero);

        future.Resolve("value");
        ExpectMsg(new FutureResolved(future.Ref, "value"));
        Assert.Equal(future.Ref, LastSender);

        future.Ref.Tell(new Subscribe(TestActor));
        ExpectMsg(new FutureResolved(future.Ref, "value"));
        Assert.Empty(DeadLetters);
    }

    [Fact]
    public void Subscriber_is_told_the_failure_and_the_cancellation()
    {
        var (failing, cancelled) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        // Messages to a promise are not serialized, so the exception arrives as it is.
        var failed = Tx.CreateFuture<FutureRejected>();
        failing.Ref.Tell(new Subscribe(failed.Ref));
        failing.Ref.Tell(new Subscribe(TestActor));
        cancelled.Ref.Tell(new Subscribe(TestActor));

        failing.Reject(_error);
        cancelled.Cancel("gone");

        Assert.Equal(new FutureRejected(failing.Ref, _error), failed.Result);
        Assert.Equal("it failed", ExpectMsg<FutureRejected>().Cause.Message);
        Assert.Equal("gone", ExpectMsg<FutureRejected>().Cause.Message);
    }

    [Fact]
    public void Many_subscribers_are_told_once_each()
    {
        var future = Tx.CreateFuture<int>();
        var probes = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToList();
        foreach (var probe in probes.Append(probes[0]))
            future.Ref.Tell(new Subscribe(probe.Ref));
        Assert.Equal(5, future.Promise.Subscribers);

        future.Resolve(1);

        Assert.All(probes, probe => probe.ExpectMsg(new FutureResolved(future.Ref, 1)));
        probes[0].ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Assert.Equal(0, future.Promise.Subscribers);
    }

    [Fact]
    public void Subscriber_that_dies_is_forgotten()
    {
        var future = Tx.CreateFuture<int>();
        var dies = Sys.ActorOf(Props.Create<Idle>().WithDispatcher(VirtualDispatcherId));
        future.Ref.Tell(new Subscribe(dies));
        future.Ref.Tell(new Subscribe(TestActor));
        Time.RunUntilIdle();
        Assert.Equal(2, future.Promise.Subscribers);

        Sys.Stop(dies);
        Time.RunUntilIdle();

        Assert.Equal(1, future.Promise.Subscribers);
        future.Resolve(1);
        ExpectMsg<FutureResolved>();
        Assert.Empty(DeadLetters);
    }

    [Fact]
    public void Subscriber_that_is_dead_already_is_forgotten()
    {
        var future = Tx.CreateFuture<int>();
        var dead = Sys.ActorOf(Props.Create<Idle>().WithDispatcher(VirtualDispatcherId));
        Sys.Stop(dead);
        Time.RunUntilIdle();

        future.Ref.Tell(new Subscribe(dead));
        Time.RunUntilIdle();

        Assert.Equal(0, future.Promise.Subscribers);
    }

    /// <summary>
    /// A completed future ends its watch, so a subscriber that lives longer does not hold the future.
    /// </summary>
    [Fact]
    public void Completed_future_no_longer_watches_its_subscribers()
    {
        var subscriber = Sys.ActorOf(Props.Create<Idle>().WithDispatcher(VirtualDispatcherId));
        var futures = Enumerable.Range(0, 10).Select(_ => Tx.CreateFuture<int>()).ToList();
        futures.ForEach(future => future.Ref.Tell(new Subscribe(subscriber)));
        Time.RunUntilIdle();
        Assert.Equal(10, WatchersOf(subscriber));

        futures.ForEach(future => future.Resolve(1));
        Time.RunUntilIdle();

        Assert.InRange(WatchersOf(subscriber), 0, WatchersAkkaKeeps);
    }

    [Fact]
    public void Watcher_that_subscribed_gets_the_value_first()
    {
        var future = Tx.CreateFuture<int>();
        Watch(future.Ref);
        future.Ref.Tell(new Subscribe(TestActor));

        future.Resolve(1);

        ExpectMsg<FutureResolved>();
        ExpectTerminated(future.Ref);
    }

    [Fact]
    public void Promises_may_subscribe_to_each_other_and_to_themselves()
    {
        var (one, other, self) = (Tx.CreateFuture<object>(), Tx.CreateFuture<object>(), Tx.CreateFuture<object>());
        one.Ref.Tell(new Subscribe(other.Ref));
        other.Ref.Tell(new Subscribe(one.Ref));
        self.Ref.Tell(new Subscribe(self.Ref));

        one.Resolve(1);
        self.Resolve(2);

        Assert.Equal(new FutureResolved(one.Ref, 1), other.Result);
        Assert.All(DeadLetters, letter => Assert.IsType<FutureResolved>(letter.Message));
        Assert.Throws<ArgumentNullException>(() => new Subscribe(null!));
    }

    [Fact]
    public async Task Subscribers_that_race_with_the_completion_are_all_told_once()
    {
        const int Subscribers = 4;
        var probes = Enumerable.Range(0, Subscribers).Select(_ => CreateTestProbe()).ToList();
        for (var i = 0; i < 50; i++)
        {
            var future = Tx.CreateFuture<int>();
            using var barrier = new Barrier(Subscribers + 1);
            await Task.WhenAll(Enumerable.Range(0, Subscribers + 1).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    if (thread == Subscribers)
                        future.Resolve(1);
                    else
                        future.Ref.Tell(new Subscribe(probes[thread].Ref));
                },
                TaskCreationOptions.LongRunning)));
            Assert.All(probes, probe => Assert.Equal(future.Ref, probe.ExpectMsg<FutureResolved>().Future));
        }

        Assert.All(probes, probe => probe.ExpectNoMsg(TimeSpan.Zero));
        Assert.All(probes, probe => Assert.InRange(WatchersOf(probe.Ref), 0, WatchersAkkaKeeps));
    }

    // Akka does not expose the watchers of an actor.
    private static int WatchersOf(IActorRef actor)
    {
        var cell = ((ActorRefWithCell)actor).Underlying;
        var field = typeof(ActorCell).GetField("_state", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var state = field.GetValue(cell)!;
        var watchers = (IEnumerable<IActorRef>)state.GetType().GetMethod("GetWatchedBy")!.Invoke(state, [])!;
        return watchers.Count(watcher => watcher is PromiseRef);
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
