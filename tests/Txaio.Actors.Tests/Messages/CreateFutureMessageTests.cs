using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Messages;

/// <summary>The message <see cref="CreateFuture"/>, and the promises that a loop makes for it.</summary>
public sealed class CreateFutureMessageTests() : MessagesTestKit(
    $"{ExceptionsStayLocal}\ntxaio.loops.default.capacity = 2")
{
    [Fact]
    public void CreateFuture_replies_with_a_promise_that_works()
    {
        var promise = MakePromise(TestActor);
        Assert.Equal(Loop.Ref, LastSender);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        Send(promise, 42, ActorRefs.NoSender);

        Assert.Equal(new FutureResolved(promise, 42), ExpectMsg<FutureResolved>());
        Assert.Equal(promise, LastSender);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text")]
    [InlineData(1.5)]
    public void Promise_takes_values_of_any_type(object? value)
    {
        var promise = MakePromise(TestActor);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        Send(promise, new Resolve(value), ActorRefs.NoSender);

        Assert.Equal(value, ExpectMsg<FutureResolved>().Value);
    }

    [Fact]
    public void Promise_is_found_by_its_path()
    {
        var promise = MakePromise(TestActor);

        Assert.Same(promise, ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(promise.Path.ToString()));
    }

    [Fact]
    public void Promises_are_cancelled_when_their_asker_terminates()
    {
        var asker = StartActing();
        var (mine, other) = (MakePromise(asker), MakePromise(TestActor));
        foreach (var promise in new[] { mine, other })
            Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        Sys.Stop(asker);
        Time.RunUntilIdle();

        var rejected = ExpectMsg<FutureRejected>();
        Assert.Equal(mine, rejected.Future);
        Assert.IsType<FutureCancelledException>(rejected.Cause);
        Assert.True(HasNoMessages());
        Send(other, 1, ActorRefs.NoSender);
        ExpectMsg<FutureResolved>();
    }

    [Fact]
    public void Promise_is_cancelled_with_its_asker_also_after_another_of_its_promises_has_completed()
    {
        var asker = StartActing();
        var (completed, pending) = (MakePromise(asker), MakePromise(asker));
        Send(completed, 1, ActorRefs.NoSender);
        Send(pending, new Subscribe(TestActor), ActorRefs.NoSender);

        Sys.Stop(asker);
        Time.RunUntilIdle();

        var rejected = ExpectMsg<FutureRejected>();
        Assert.Equal(pending, rejected.Future);
        Assert.IsType<FutureCancelledException>(rejected.Cause);
    }

    /// <summary>The cancelled promise stays for late subscribers and does not use the loop's capacity.</summary>
    [Fact]
    public void Promise_cancelled_by_its_askers_end_tells_late_subscribers_until_keep_completed()
    {
        var asker = StartActing();
        var path = MakePromise(asker).Path.ToString();
        var provider = ((ExtendedActorSystem)Sys).Provider;
        Sys.Stop(asker);
        Time.RunUntilIdle();
        MakePromise(TestActor);
        MakePromise(TestActor);
        Time.Advance(Second * 29);

        Send(provider.ResolveActorRef(path), new Subscribe(TestActor), ActorRefs.NoSender);
        Assert.IsType<FutureCancelledException>(ExpectMsg<FutureRejected>().Cause);
        Time.Advance(Second * 2);
        Send(provider.ResolveActorRef(path), new Subscribe(TestActor), ActorRefs.NoSender);

        Assert.True(HasNoMessages());
        Assert.IsType<Subscribe>(Assert.Single(Letters).Message);
        Assert.Equal(0, TxaioExtension.Get(Sys).CompletedPromises.Count);
    }

    [Fact]
    public void Promise_of_an_asker_that_is_dead_already_is_cancelled()
    {
        var asker = StartActing();
        Watch(asker);
        Sys.Stop(asker);
        Time.RunUntilIdle();
        ExpectTerminated(asker);

        Send(Loop.Ref, CreateFuture.Instance, asker);

        // The promise has released its capacity, so two more fit into a capacity of two.
        MakePromise(TestActor);
        MakePromise(TestActor);
    }

    [Fact]
    public void Promises_live_through_a_restart_of_their_asker()
    {
        var asker = StartActing();
        var promise = MakePromise(asker);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        EventFilter.Exception<InvalidOperationException>().ExpectOne(
            () => Send(asker, new InvalidOperationException("restart"), TestActor));
        Send(promise, 1, ActorRefs.NoSender);

        ExpectMsg<FutureResolved>();
    }

    [Fact]
    public void Asker_that_is_the_reference_of_an_Ask_does_not_end_the_promise()
    {
        var ask = Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance);
        var promise = Time.WaitFor(ask).Promise;
        var future = Txaio.Ask<FutureCreated>(Loop.Ref, CreateFuture.Instance);
        var second = Time.WaitFor(future.AsTask()).Promise;
        Time.Advance(Second);

        foreach (var asked in new[] { promise, second })
        {
            Send(asked, new Subscribe(TestActor), ActorRefs.NoSender);
            Assert.True(HasNoMessages());
            Send(asked, 1, ActorRefs.NoSender);
            ExpectMsg<FutureResolved>();
        }
    }

    [Fact]
    public void Promise_requested_with_an_Ask_has_a_timeout_until_it_completes()
    {
        MakePromise(TestActor);
        Assert.Empty(Timeouts());
        var promise = Time.WaitFor(Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance)).Promise;
        Assert.Single(Timeouts());

        Send(promise, 1, ActorRefs.NoSender);

        Assert.Empty(Timeouts());

        IEnumerable<string> Timeouts() => TxaioExtension.Get(Sys).GetScheduledCalls()
            .Select(static call => call.ToString()!)
            .Where(static call => call.Contains("the timeout of a requested promise", StringComparison.Ordinal));
    }

    [Fact]
    public void Asker_below_an_actor_named_temp_is_watched_as_others_are()
    {
        var parent = Sys.ActorOf(Props.Create<ParentActor>().WithDispatcher(VirtualDispatcherId), "temp");
        Send(parent, TestActor, TestActor);
        var asker = ExpectMsg<IActorRef>();
        Send(Loop.Ref, CreateFuture.Instance, asker);
        var promise = ExpectMsg<FutureCreated>().Promise;
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        Sys.Stop(asker);
        Time.RunUntilIdle();

        ExpectMsg<FutureRejected>();
    }

    [Fact]
    public void Capacity_is_taken_by_promises_and_given_back()
    {
        var (first, second) = (MakePromise(TestActor), MakePromise(TestActor));
        Send(Loop.Ref, CreateFuture.Instance, TestActor);
        var full = Assert.IsType<LoopOverloadedException>(ExpectMsg<Status.Failure>().Cause);
        Assert.Contains("default", full.Message, StringComparison.Ordinal);

        Send(first, 1, ActorRefs.NoSender);
        first = MakePromise(TestActor);
        Send(second, new Cancel(), ActorRefs.NoSender);
        second = MakePromise(TestActor);
        Send(Loop.Ref, CreateFuture.Instance, TestActor);
        ExpectMsg<Status.Failure>();

        Send(first, new Reject(new FormatException()), ActorRefs.NoSender);
        MakePromise(TestActor);
    }

    [Fact]
    public void Calls_by_message_meet_the_capacity_too()
    {
        MakePromise(TestActor);
        MakePromise(TestActor);

        Send(Loop.Ref, new CallLater(Second, TestActor, "never"), TestActor);

        Assert.IsType<LoopOverloadedException>(ExpectMsg<Status.Failure>().Cause);
        Assert.Equal(0, Loop.MessageCalls.Count);
    }

    [Fact]
    public void CreateFuture_without_a_sender_is_unhandled_and_uses_no_capacity()
    {
        for (var i = 0; i < 3; i++)
            Send(Loop.Ref, CreateFuture.Instance, ActorRefs.NoSender);

        Assert.Equal(3, Letters.OfType<UnhandledMessage>().Count());
        MakePromise(TestActor);
    }

    [Fact]
    public void Completed_promises_do_not_change_when_their_asker_terminates()
    {
        var asker = StartActing();
        for (var i = 0; i < 10; i++)
            Send(MakePromise(asker), i, ActorRefs.NoSender);

        Sys.Stop(asker);
        Time.RunUntilIdle();

        Assert.True(HasNoMessages());
        Assert.Empty(Letters);
        MakePromise(TestActor);
    }

    [Fact]
    public void Promises_are_rejected_when_the_loop_ends()
    {
        var promise = MakePromise(TestActor);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);

        EventFilter.Warning().ExpectOne(() =>
        {
            Sys.Stop(Loop.Ref);
            Time.RunUntilIdle();
        });

        Assert.IsType<LoopTerminatedException>(ExpectMsg<FutureRejected>().Cause);
    }

    /// <summary>An actor may ask for promises as long as it lives.</summary>
    [Fact]
    public void Loop_keeps_no_promise_that_has_completed()
    {
        var promise = MakeAndComplete();
        // The test kit holds the last message.
        MakeAndComplete();

        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(promise.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference MakeAndComplete()
    {
        var promise = MakePromise(TestActor);
        Send(promise, 1, ActorRefs.NoSender);
        return new WeakReference(promise);
    }

    private sealed class ParentActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var test = (IActorRef)message;
            test.Tell(Context.ActorOf(Props.Create(() => new PassingOnActor(test)), "child"));
        }
    }

    private sealed class PassingOnActor : UntypedActor
    {
        private readonly IActorRef _test;

        public PassingOnActor(IActorRef test) => _test = test;

        protected override void OnReceive(object message) => _test.Tell(message);
    }
}

/// <summary>Promises that an Ask asked for, with <c>asked-promise-timeout = infinite</c>.</summary>
public sealed class PromiseWithoutLifetimeTests() : MessagesTestKit("txaio.futures.asked-promise-timeout = infinite")
{
    [Fact]
    public void Promise_without_a_lifetime_is_no_pending_call()
    {
        var promise = Time.WaitFor(Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance)).Promise;

        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
        Send(promise, 1, ActorRefs.NoSender);
    }
}

/// <summary>The message <see cref="CreateFuture"/>, with every message serialized.</summary>
public sealed class SerializedCreateFutureMessageTests : MessagesTestKit
{
    [Fact]
    public void Promise_is_made_completed_and_subscribed_to_when_messages_are_serialized_on_their_way()
    {
        var promise = MakePromise(TestActor);
        Send(promise, new Subscribe(TestActor), ActorRefs.NoSender);
        Send(promise, new Resolve("a value"), ActorRefs.NoSender);

        Assert.Equal(new FutureResolved(promise, "a value"), ExpectMsg<FutureResolved>());
    }
}
