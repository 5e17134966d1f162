using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metrics <c>txaio.futures.*</c> and <c>txaio.ask.duration</c>.</summary>
public sealed class FutureMetricsTests() : TelemetryTests("txaio.futures.log-unhandled = off")
{
    [Fact]
    public void Futures_are_counted_once_each_when_made()
    {
        var first = Txaio.CreateFuture<int>();
        var second = Txaio.CreateFutureSuccess(1);
        Txaio.Gather([first, second]);

        Assert.Equal(["default = 3"], Read("txaio.futures.created"));
    }

    [Fact]
    public void Await_in_a_function_of_AsFuture_is_not_counted_as_a_future()
    {
        var outside = Txaio.CreateFuture<int>();
        var body = Txaio.AsFuture(async () => await outside);
        outside.Resolve(1);
        Time.RunUntilIdle();

        Assert.True(body.IsCalled);
        Assert.Equal(["default = 2"], Read("txaio.futures.created"));
        Assert.Equal(["default resolved = 2"], Read("txaio.futures.completed"));
    }

    [Fact]
    public void Futures_are_counted_once_each_by_how_they_ended()
    {
        Txaio.CreateFuture<int>();
        var resolved = Txaio.CreateFuture<int>();
        resolved.Resolve(1);
        Assert.False(resolved.TryResolve(2));
        Txaio.CreateFuture<int>().Reject(new FormatException());
        Txaio.CreateFuture<int>().Reject(new FutureCancelledException("not by Cancel"));
        Txaio.CreateFuture<int>().Cancel();

        Assert.Equal(
            [
                "System.FormatException default rejected = 1",
                "Txaio.Actors.FutureCancelledException default rejected = 1",
                "default cancelled = 1",
                "default resolved = 1",
            ],
            Read("txaio.futures.completed"));
    }

    [Fact]
    public void Unobserved_rejections_are_counted_also_when_they_are_not_logged()
    {
        Txaio.CreateFuture<int>().AddCallbacks(null, static _ => { });
        RejectAndForget(lookLater: true);
        RejectAndForget(lookLater: false);
        // The run queue holds the callbacks and so the futures, until the loop has run the callbacks.
        Time.RunUntilIdle();

        // The finalizer of a future hands its report to the thread pool.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Read("txaio.futures.unobserved").Count > 0;
            },
            TimeSpan.FromSeconds(30)));
        Assert.Equal(["System.FormatException default = 1"], Read("txaio.futures.unobserved"));
    }

    [Fact]
    public void Ask_is_timed_until_the_reply()
    {
        var slow = Measured.System.ActorOf(Props.Create(static () => new Promising()));

        Time.Advance(Second);
        var asked = Txaio.Ask<int>(slow, "a question", Second * 60);
        Time.Advance(Second * 2);
        asked.Ref.Tell(1);

        Assert.Equal(["default resolved = 1 in 2 s"], Read("txaio.ask.duration"));
    }

    [Fact]
    public void Attempts_of_AskWithRetry_are_one_duration_and_the_retries_are_counted()
    {
        var looks = 0;
        var asked = Txaio.AskWithRetry<int>(
            () =>
            {
                looks++;
                return null;
            },
            "hello",
            new AskRetryOptions { MinBackoff = Second, MaxBackoff = Second, Jitter = 0 });
        Time.Advance(Second * 2);
        Assert.Equal(3, looks);

        asked.Ref.Tell(1);

        Assert.Equal(["default = 2"], Read("txaio.ask.retries"));
        Assert.Equal(["default resolved = 1 in 2 s"], Read("txaio.ask.duration"));
    }

    [Fact]
    public void Ask_that_fails_is_timed_with_its_error()
    {
        var slow = Measured.System.ActorOf(Props.Create(static () => new Promising()));

        Txaio.Ask<int>(slow, "a question", Second * 5);
        Txaio.Ask<int>(ActorRefs.Nobody, "a question", Second * 5);
        var cancelled = Txaio.Ask<int>(slow, "a question", Second * 60);
        Time.Advance(Second * 5);
        cancelled.Cancel();

        Assert.Equal(
            [
                "Akka.Actor.AskTimeoutException default rejected = 1 in 5 s",
                "Txaio.Actors.AskTargetException default rejected = 1 in 0 s",
                "default cancelled = 1 in 5 s",
            ],
            Read("txaio.ask.duration"));
    }

    [Fact]
    public void Ask_is_measured_before_its_awaits_resume()
    {
        IReadOnlyList<string> seen = [];
        var asked = Txaio.Ask<string>(Measured.System.ActorOf(Props.Create<EchoActor>()), "hello");
        asked.AddCallbacks(_ => seen = Read("txaio.ask.duration"));
        Time.WaitFor(asked.AsTask());
        Time.RunUntilIdle();

        Assert.Equal(["default resolved = 1 in 0 s"], seen);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RejectAndForget(bool lookLater)
    {
        var rejected = Txaio.CreateFuture<int>();
        rejected.Reject(new FormatException());
        if (lookLater)
            rejected.AddCallbacks(null, static _ => { });
    }

    private sealed class Promising : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
