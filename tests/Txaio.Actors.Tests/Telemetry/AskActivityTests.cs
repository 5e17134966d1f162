using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The activity of an Ask lasts from the question to the reply.</summary>
public sealed class AskActivityTests : TracedTests
{
    [Fact]
    public void Ask_is_an_activity_of_kind_client()
    {
        var echo = Measured.System.ActorOf(Props.Create<EchoActor>(), "echo");

        Time.WaitFor(Txaio.Ask<string>(echo, "hello").AsTask());

        var ask = Traces["txaio.ask"];
        Assert.Equal(ActivityKind.Client, ask.Kind);
        Assert.Equal(ActivityStatusCode.Unset, ask.Status);
        Assert.Equal(
            [
                "txaio.ask.target = akka://" + Measured.Name + "/user/echo",
                "txaio.loop = default",
                "txaio.message.type = String",
                "txaio.outcome = resolved",
                "txaio.system = " + Measured.Name,
            ],
            TagsOf(ask));
    }

    [Fact]
    public void Ask_of_a_selection_has_its_path()
    {
        Measured.System.ActorOf(Props.Create<EchoActor>(), "echo");

        Time.WaitFor(Txaio.Ask<string>(Measured.System.ActorSelection("/user/echo"), "hello").AsTask());

        Assert.Contains($"txaio.ask.target = akka://{Measured.Name}/user/echo", TagsOf(Traces["txaio.ask"]));
    }

    /// <summary>With the path, a reader of the trace could complete the promise.</summary>
    [Fact]
    public void Ask_of_a_promise_or_another_temporary_actor_does_not_show_its_path()
    {
        var ofAkka = ((ExtendedActorSystem)Measured.System).Provider.CreateFutureRef(new TaskCompletionSource<object>());
        var ours = Txaio.CreateFuture<object>().Ref;

        Txaio.Ask<int>(ofAkka, "hello").Cancel();
        Txaio.Ask<int>(ours, "hello").Cancel();

        // A promise whose path was read is kept after its completion.
        Assert.Equal(0, TxaioExtension.Get(Measured.System).CompletedPromises.Count);
        var tags = Traces.All.Select(static activity => $"{activity.GetTagItem("txaio.ask.target")}").ToList();
        Assert.Equal(2, tags.Count);
        Assert.DoesNotContain(ofAkka.Path.Name, tags[0]);
        Assert.DoesNotContain(ours.Path.Name, tags[1]);
    }

    [Fact]
    public void Ask_belongs_to_the_activity_it_is_made_in_which_stays_current()
    {
        using var outer = TracesReader.Users.StartActivity("a request")!;

        var asked = Txaio.Ask<int>(Silent(), "hello");

        Assert.Same(outer, Activity.Current);
        asked.Ref.Tell(1);
        Assert.Same(outer, Activity.Current);
        Assert.Equal(outer.SpanId, Traces["txaio.ask"].ParentSpanId);
        Assert.Equal(outer.TraceId, Traces["txaio.ask"].TraceId);
    }

    [Fact]
    public void Ask_that_fails_at_once_leaves_the_current_activity_as_it_was()
    {
        Txaio.Ask<int>(ActorRefs.Nobody, "hello");
        Assert.Null(Activity.Current);

        using var outer = TracesReader.Users.StartActivity("a request")!;
        Txaio.Ask<int>(ActorRefs.Nobody, "hello");
        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public void Completing_thread_keeps_its_current_activity()
    {
        var asked = Txaio.Ask<int>(Silent(), "hello");

        using (var answering = TracesReader.Users.StartActivity("an answer")!)
        {
            asked.Ref.Tell(1);
            Assert.Same(answering, Activity.Current);
        }

        Assert.NotNull(Traces["txaio.ask"]);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Ask_that_times_out_is_an_error()
    {
        var asked = Txaio.Ask<int>(Silent(), "hello", Second);
        Time.Advance(Second * 2);

        var ask = Traces["txaio.ask"];
        Assert.Equal(ActivityStatusCode.Error, ask.Status);
        Assert.Equal(asked.Error!.Message, ask.StatusDescription);
        Assert.Contains("txaio.outcome = rejected", TagsOf(ask));
        Assert.Contains("error.type = Akka.Actor.AskTimeoutException", TagsOf(ask));
    }

    [Fact]
    public void Ask_that_is_cancelled_is_an_error()
    {
        Txaio.Ask<int>(Silent(), "hello").Cancel("enough");

        var ask = Traces["txaio.ask"];
        Assert.Equal(ActivityStatusCode.Error, ask.Status);
        Assert.Equal("enough", ask.StatusDescription);
        Assert.Contains("txaio.outcome = cancelled", TagsOf(ask));
    }

    [Fact]
    public void Ask_that_is_only_passed_on_is_not_described()
    {
        Traces.Dispose();
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TxaioTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);

        Txaio.Ask<int>(Silent(), "hello").Cancel();

        Assert.DoesNotContain(Assert.Single(ended).TagObjects, static tag => tag.Key == "txaio.ask.target");
    }

    [Fact]
    public void AskWithRetry_is_one_activity_with_the_last_target_and_the_number_of_attempts()
    {
        using var outer = TracesReader.Users.StartActivity("a request")!;
        var seen = new List<ActivitySpanId?>();
        var silent = Silent();
        var asked = Txaio.AskWithRetry<int>(
            () =>
            {
                seen.Add(Activity.Current?.SpanId);
                return seen.Count == 1 ? ActorRefs.Nobody : silent;
            },
            "hello");
        Assert.Same(outer, Activity.Current);
        Time.Advance(Second);
        Assert.Equal(2, seen.Count);

        asked.Ref.Tell(1);

        var ask = Traces["txaio.ask"];
        Assert.Single(Traces.All, static activity => activity.OperationName == "txaio.ask");
        Assert.Equal(outer.SpanId, ask.ParentSpanId);
        Assert.All(seen, span => Assert.Equal(ask.SpanId, span));
        Assert.Equal(
            [
                "txaio.ask.attempts = 2",
                "txaio.ask.target = " + silent.Path,
                "txaio.loop = default",
                "txaio.message.type = String",
                "txaio.outcome = resolved",
                "txaio.system = " + Measured.Name,
            ],
            TagsOf(ask));
    }

    [Fact]
    public void Ask_without_a_listener_has_no_activity()
    {
        Traces.Dispose();
        Metrics.Dispose();
        Assert.False(AskMeasurement.IsListenedTo);

        Txaio.Ask<int>(Silent(), "hello").Cancel();

        Assert.Empty(Traces.All);
    }

    private IActorRef Silent() => Measured.System.ActorOf(Props.Create(static () => new SilentActor()));

    private sealed class SilentActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
