using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Tests.Loops;

/// <summary>A loop reports the exception of a callback and runs the next callback.</summary>
public sealed class UnhandledFailureTests : LoopTestKit
{
    [Fact]
    public void Callback_that_throws_is_logged_with_its_cause_and_published()
    {
        var thrown = new NotSupportedException("it failed");

        Loop.CallSoon(() => throw thrown);
        Time.RunUntilIdle();

        var error = Assert.Single(Published.Errors);
        Assert.Same(thrown, error.Cause);
        Assert.Equal("txaio/loops/default", error.LogSource);
        const string origin =
            "callback Txaio.Actors.Tests.Loops.UnhandledFailureTests."
            + nameof(Callback_that_throws_is_logged_with_its_cause_and_published) + " (lambda)";
        Assert.Equal($"Unhandled failure in {origin} on loop 'default'", error.Message.ToString());
        Assert.Equal(new UnhandledFailure("default", origin, thrown), Assert.Single(Published.Failures));
        Assert.Contains(nameof(UnhandledFailureTests), thrown.StackTrace);
    }

    [Fact]
    public void Callback_after_one_that_throws_runs()
    {
        for (var i = 0; i < 100; i++)
        {
            Loop.CallSoon(static () => throw new NotSupportedException());
            Loop.CallSoon(Note, "next");
        }

        Time.RunUntilIdle();

        Assert.Equal(100, Notes.Count);
        Assert.Equal(100, Published.Failures.Count);
    }

    [Fact]
    public void Callback_that_throws_OperationCanceledException_is_reported_too()
    {
        OnLoop(() => throw new OperationCanceledException("not requested"));

        Assert.Equal("not requested", Assert.Single(Published.Failures).Cause.Message);
    }

    [Fact]
    public void Posted_callback_that_throws_is_reported()
    {
        Loop.SynchronizationContext.Post(_ => throw new NotSupportedException("posted"), null);
        Time.RunUntilIdle();

        Assert.Equal("posted", Assert.Single(Published.Failures).Cause.Message);
    }

    [Fact]
    public void Async_void_callback_that_throws_before_its_first_await_is_reported_once()
    {
#pragma warning disable MA0147 // The test is about async void: an async lambda is an async void Action in CallSoon.
        Loop.CallSoon(async () =>
        {
            if (Notes.Count == 0)
                throw new NotSupportedException("at once");
            await Task.Yield();
        });
        Loop.CallSoon(Note, "next");
        Time.RunUntilIdle();

        Assert.Equal("at once", Assert.Single(Published.Failures).Cause.Message);
        Assert.Equal(["next"], Notes);
    }

    [Fact]
    public void Async_void_callback_that_throws_after_an_await_is_reported_once()
    {
        Action later = async () =>
        {
            await Task.Delay(Second, Loop.TimeProvider);
            throw new NotSupportedException("later");
        };
        Action laterStill = async () =>
        {
            await Task.Yield();
            throw new NotSupportedException("later still");
        };
        Loop.CallSoon(later);
        Api.CallLater(Second, laterStill);
#pragma warning restore MA0147
        Time.Advance(Second);

        Assert.Equal(["later", "later still"], Published.Failures.Select(failure => failure.Cause.Message));
        Assert.All(Published.Failures, failure => Assert.Equal("callback async void method", failure.Origin));
        Assert.All(
            Published.Failures,
            failure => Assert.Contains(nameof(UnhandledFailureTests), failure.Cause.StackTrace));
    }

    [Fact]
    public void Subscriber_that_throws_does_not_stop_the_loop_nor_the_event()
    {
        Sys.EventStream.Subscribe(new Throwing(((ExtendedActorSystem)Sys).Provider), typeof(Error));

        Loop.CallSoon(() => throw new NotSupportedException("it failed"));
        OnLoop(() => Note("next"));

        Assert.Equal(["next"], Notes);
        Assert.Equal("it failed", Assert.Single(Published.Failures).Cause.Message);
    }

    private sealed class Throwing(IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.RootPath / "system" / "throwing";

        public override IActorRefProvider Provider { get; } = provider;

        protected override void TellInternal(object message, IActorRef sender) =>
            throw new InvalidOperationException("A subscriber threw.");
    }
}
