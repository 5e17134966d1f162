using Akka;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Tests.Futures;

/// <summary>A reply to a future's ref completes the future, as a reply completes an Ask.</summary>
public sealed class PromiseRefTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    [Fact]
    public void Reply_resolves()
    {
        var future = Tx.CreateFuture<string>();

        future.Ref.Tell("reply");

        Assert.Equal("f = reply", EndOf(future));
        Assert.Same(future.Ref, future.Ref);
    }

    [Fact]
    public void Reply_of_a_derived_type_resolves()
    {
        var future = Tx.CreateFuture<Exception>();

        future.Ref.Tell(_error);

        Assert.Equal("f = System.InvalidOperationException: it failed", EndOf(future));
    }

    [Fact]
    public void Status_Failure_and_Failure_reject_with_their_cause()
    {
        var futures = Enumerable.Range(0, 4).Select(_ => Tx.CreateFuture<object>()).ToArray();

        futures[0].Ref.Tell(new Status.Failure(_error));
        futures[1].Ref.Tell(new Status.Failure(null));
#pragma warning disable CS0618 // Failure is obsolete in Akka, but actors still send it.
        futures[2].Ref.Tell(new Failure { Exception = _error });
        futures[3].Ref.Tell(new Failure());
#pragma warning restore CS0618

        Assert.Same(_error, ErrorOf(futures[0]));
        Assert.Same(_error, ErrorOf(futures[2]));
        foreach (var future in new[] { futures[1], futures[3] })
        {
            var error = Assert.IsType<FutureCancelledException>(ErrorOf(future));
            Assert.Equal("The reply was a failure without a cause.", error.Message);
        }
    }

    [Fact]
    public void Failure_is_the_value_of_a_future_of_that_very_type()
    {
        var future = Tx.CreateFuture<Status.Failure>();
        var other = Tx.CreateFuture<Status>();
        var failure = new Status.Failure(_error);

        future.Ref.Tell(failure);
        other.Ref.Tell(failure);

        Assert.StartsWith("f = ", EndOf(future));
        Assert.Same(_error, ErrorOf(other));
    }

    [Fact]
    public void Status_Success_is_the_value()
    {
        var (status, any) = (Tx.CreateFuture<Status.Success>(), Tx.CreateFuture<object>());

        status.Ref.Tell(new Status.Success("inside"));
        any.Ref.Tell(new Status.Success("inside"));

        Assert.False(status.Error is not null);
        Assert.IsType<Status.Success>(any.Result);
    }

    [Fact]
    public void Reply_of_another_type_rejects_and_names_both()
    {
        var future = Tx.CreateFuture<IReadOnlyList<int>>();

        future.Ref.Tell("reply");

        Assert.StartsWith(
            "A promise of IReadOnlyList<Int32> got a reply of type String.",
            Assert.IsType<ArgumentException>(ErrorOf(future)).Message);
    }

    [Fact]
    public void Null_is_a_value_where_the_type_has_one()
    {
        var (text, maybe, number, done) = (Tx.CreateFuture<string?>(), Tx.CreateFuture<int?>(),
            Tx.CreateFuture<int>(), Tx.CreateFuture());
        foreach (var future in new IFuture[] { text, maybe, number, done })
            future.Ref.Tell(null!, ActorRefs.NoSender);

        Assert.Equal("f = ", EndOf(text));
        Assert.Equal("f = ", EndOf(maybe));
        Assert.Equal("f = Akka.Done", EndOf(done));
        Assert.StartsWith("A promise of Int32 got a reply of type null.", ErrorOf(number).Message);
    }

    /// <summary>An actor's late reply to a completed or cancelled promise goes to dead letters.</summary>
    [Fact]
    public void Second_completion_goes_to_dead_letters()
    {
        var (resolved, cancelled) = (Tx.CreateFuture<string>(), Tx.CreateFuture<string>());
        resolved.Ref.Tell("first");
        cancelled.Cancel("gone");

        resolved.Ref.Tell("late", TestActor);
        cancelled.Ref.Tell(new Status.Failure(_error), TestActor);
        resolved.Ref.Tell(null!, ActorRefs.NoSender);

        Assert.Equal("f = first", EndOf(resolved));
        Assert.Equal("f ! FutureCancelledException: gone", EndOf(cancelled));
        Assert.Equal(3, DeadLetters.Count);
        Assert.Equal("late", DeadLetters[0].Message);
        Assert.Same(resolved.Ref, DeadLetters[0].Recipient);
        Assert.Equal(TestActor, DeadLetters[0].Sender);
        Assert.IsType<Status.Failure>(DeadLetters[1].Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Identify_gets_a_reply_also_after_completion(bool pending)
    {
        var future = Tx.CreateFuture<object>();
        if (!pending)
            future.Resolve("x");

        future.Ref.Tell(new Identify("id"), TestActor);
        future.Ref.Tell(new Identify("nobody asks"), ActorRefs.NoSender);

        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal("id", identity.MessageId);
        Assert.Equal(future.Ref, identity.Subject);
        Assert.Equal(!pending, future.IsCalled);
    }

    [Fact]
    public void PoisonPill_Kill_and_Stop_cancel()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<object>(_ => Seen.Add("canceller"))).ToArray();

        futures[0].Ref.Tell(PoisonPill.Instance);
        futures[1].Ref.Tell(Kill.Instance);
        Sys.Stop(futures[2].Ref);
        futures[0].Ref.Tell(PoisonPill.Instance);
        Time.RunUntilIdle();

        Assert.Equal(["canceller", "canceller", "canceller"], Seen);
        Assert.Equal("f ! FutureCancelledException: The promise got a PoisonPill.", EndOf(futures[0]));
        Assert.Equal("f ! FutureCancelledException: The promise got a Kill.", EndOf(futures[1]));
        Assert.Equal("f ! FutureCancelledException: The promise was stopped.", EndOf(futures[2]));
    }

    [Fact]
    public void Other_automatic_and_system_messages_are_ignored()
    {
        var future = Tx.CreateFuture<object>();
        var promise = (IInternalActorRef)future.Ref;

        promise.Tell(new Terminated(TestActor, existenceConfirmed: true, addressTerminated: false));
        promise.Tell(new ActorSelectionMessage("x", []));
        promise.Tell(new Akka.Dispatch.SysMsg.Suspend());
        promise.SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
        promise.SendSystemMessage(new Akka.Dispatch.SysMsg.Suspend());
        promise.Suspend();
        promise.Restart(_error);
        promise.Resume();

        Assert.False(future.IsCalled);
        Assert.Empty(DeadLetters);
    }
}
