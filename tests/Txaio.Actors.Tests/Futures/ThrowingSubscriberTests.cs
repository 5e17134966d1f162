using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Subscribers whose Tell throws. The completing thread never gets the exception, and all other subscribers are told.
/// </summary>
public sealed class ThrowingSubscriberTests : FuturesTestKit
{
    private readonly Future<int> _future;

    public ThrowingSubscriberTests()
        : base("akka.actor.serialize-messages = off") =>
        _future = Tx.CreateFuture<int>();

    [Fact]
    public void Subscriber_that_throws_is_reported_and_the_next_await_resumes()
    {
        var probe = CreateTestProbe();
        _future.Ref.Tell(new Subscribe(new Throwing(Provider)));
        _future.Ref.Tell(new Subscribe(probe.Ref));
        var awaited = Await();

        _future.Resolve(1);

        Assert.Equal(1, Time.WaitFor(awaited));
        Assert.Equal(1, probe.ExpectMsg<FutureResolved>().Value);
        var failure = Assert.Single(Unhandled);
        Assert.Contains("a message to", failure.Origin, StringComparison.Ordinal);
        Assert.Equal("Tell", failure.Cause.Message);
    }

    [Fact]
    public void Subscriber_that_comes_late_and_throws_is_reported()
    {
        _future.Resolve(1);

        _future.Ref.Tell(new Subscribe(new Throwing(Provider)));
        Time.RunUntilIdle();

        Assert.Equal("Tell", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Watcher_that_throws_is_reported_and_the_next_gets_Terminated()
    {
        var probe = CreateTestProbe();
        var promise = (IInternalActorRef)_future.Ref;
        promise.SendSystemMessage(new Watch(promise, new Throwing(Provider, throwsFromSystemMessages: true)));
        probe.Watch(promise);

        _future.Reject(new InvalidOperationException("no"));

        probe.ExpectTerminated(promise);
        Time.RunUntilIdle();
        Assert.Equal("SendSystemMessage", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Subscriber_whose_watch_throws_still_gets_the_value()
    {
        var subscriber = new Throwing(Provider, throwsFromSystemMessages: true, throwsFromTell: false);

        _future.Ref.Tell(new Subscribe(subscriber));
        _future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(1, Assert.IsType<FutureResolved>(Assert.Single(subscriber.Told)).Value);
        Assert.All(Unhandled, failure => Assert.Equal("SendSystemMessage", failure.Cause.Message));
        Assert.All(Unhandled, static failure => Assert.StartsWith(
            "the watch of a subscriber of Future<Int32> of loop 'default' (", failure.Origin, StringComparison.Ordinal));
        Assert.NotEmpty(Unhandled);
    }

    [Fact]
    public void Pipe_whose_target_throws_even_from_ToString_is_reported()
    {
        _future.PipeTo(new Throwing(Provider));

        _future.Resolve(1);
        Time.RunUntilIdle();

        var failure = Assert.Single(Unhandled);
        Assert.Contains("a message to a Throwing whose ToString threw", failure.Origin, StringComparison.Ordinal);
        Assert.Equal("Tell", failure.Cause.Message);
    }

    [Fact]
    public void Identify_from_a_ref_that_throws_is_reported()
    {
        _future.Ref.Tell(new Identify(1), new Throwing(Provider));

        var failure = Assert.Single(Unhandled);
        Assert.Equal("Tell", failure.Cause.Message);
        Assert.Equal("the identity of Future<Int32> of loop 'default' (pending)", failure.Origin);
        Assert.False(_future.IsCalled);
    }

    private async Task<int> Await() => await _future;

    private sealed class Throwing(
        IActorRefProvider provider, bool throwsFromSystemMessages = false, bool throwsFromTell = true)
        : MinimalActorRef
    {
        public List<object> Told { get; } = [];

        public override ActorPath Path => provider.RootPath / "throws";

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (throwsFromSystemMessages)
                throw new InvalidOperationException("SendSystemMessage");
        }

        public override string ToString() => throw new InvalidOperationException("ToString");

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (throwsFromTell)
                throw new InvalidOperationException("Tell");
            Told.Add(message);
        }
    }
}
