using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Loops;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The library reports a listener of activities that throws, and all work continues.</summary>
public sealed class ThrowingActivityListenerTests() : TelemetryTests("txaio.timers.idle.bucket = 1s")
{
    public static TheoryData<string> Moments => ["sampled", "started", "stopped"];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Asks_complete_and_the_outer_activity_is_current_again(string moment)
    {
        var published = PublishedEvents.Of(Measured.System);
        var echo = Measured.System.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualTime.DispatcherId));
        using var throwing = Throwing(moment);
        using var outer = new Activity("a request").Start();

        var answers = new List<string>();
        Txaio.Ask<string>(echo, "hello").AddCallbacks(answers.Add);
        var failed = Txaio.Ask<string>(ActorRefs.Nobody, "hello").AsTask();
        Assert.Same(outer, Activity.Current);
        Time.RunUntilIdle();

        Assert.Equal(["hello"], answers);
        Assert.IsType<AskTargetException>(failed.Exception?.InnerException);
        Assert.Same(outer, Activity.Current);
        Assert.Equal(2, published.Failures.Count(static failure => failure.Cause.Message == "listens badly"));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Calls_are_scheduled_told_and_cancelled_and_promises_made(string moment)
    {
        var told = Txaio.CreateFuture<string>();
        using (new Activity("a request").Start())
        using (Throwing(moment))
        {
            foreach (var owner in new[] { Loop.Ref, Txaio.BatchedTimer("idle").Ref })
            {
                var cancelled = Answer<CallScheduled>(owner, new CallLater(Second, ActorRefs.Nobody, "due"));
                Assert.True(Answer<CallCancelled>(owner, new CancelCall(cancelled.Id)).Found);
            }

            Answer<CallScheduled>(Loop.Ref, new CallLater(Second, told.Ref, "due"));
            Answer<FutureCreated>(Loop.Ref, CreateFuture.Instance);
            Time.Advance(2 * Second);
        }

        Assert.True(told.IsCalled);
    }

    private T Answer<T>(IActorRef owner, object message)
    {
        var answers = new List<T>();
        Txaio.Ask<T>(owner, message).AddCallbacks(answers.Add);
        Time.RunUntilIdle();
        return Assert.Single(answers);
    }

    private ActivityListener Throwing(string moment)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TxaioTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                Throw("sampled", moment, options.Tags);
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = activity => Throw("started", moment, activity.TagObjects),
            ActivityStopped = activity => Throw("stopped", moment, activity.TagObjects),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private void Throw(string now, string moment, IEnumerable<KeyValuePair<string, object?>>? tags)
    {
        if (now == moment && tags?.Contains(new("txaio.system", Measured.Name)) is true)
            throw new InvalidOperationException("listens badly");
    }
}
