using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Nodes;
using Txaio.Actors.Tests.Loops;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metric <c>txaio.remote.refused</c>, and the log lines about refusals.</summary>
public sealed class RemoteBoundMetricsTests() : TelemetryTests(
    """
    akka.actor.serialize-messages = off
    txaio {
      timers.one { bucket = 1s, rounding = up }
      remote {
        promises = 2, promises-per-node = 1
        calls = 2, calls-per-node = 1, call-kilobytes = 3, call-kilobytes-per-node = 2
        subscribers = 2, subscribers-per-node = 1
        completed = 2, completed-per-node = 1
      }
    }
    """)
{
    private static readonly Address B = new("akka.tcp", "node", "10.0.0.2", 1);
    private static readonly Address C = new("akka.tcp", "node", "10.0.0.3", 1);
    private static readonly Address D = new("akka.tcp", "node", "10.0.0.4", 1);

    private IActorRef Nobody => Measured.System.DeadLetters;

    [Fact]
    public void Every_bound_is_counted_by_its_setting()
    {
        foreach (var node in new[] { B, B, C, D })
            Txaio.Loop.Ref.Tell(CreateFuture.From(default, new SendingNode(node)), Silent());
        foreach (var node in new[] { B, B, C, D })
            Txaio.BatchedTimer("one").Ref.Tell(Call(node, bytes: 10), Nobody);
        Time.RunUntilIdle();
        var promise = Txaio.CreateFuture<int>().Ref;
        foreach (var node in new[] { B, B, C, D })
            promise.Tell(new Subscribe(Silent()) { Node = new SendingNode(node) }, Nobody);

        Assert.Equal(
            [
                "txaio.remote.calls = 1", "txaio.remote.calls-per-node = 1",
                "txaio.remote.promises = 1", "txaio.remote.promises-per-node = 1",
                "txaio.remote.subscribers = 1", "txaio.remote.subscribers-per-node = 1",
            ],
            Read("txaio.remote.refused"));
    }

    [Fact]
    public void Bytes_of_calls_and_replies_of_completed_promises_are_counted_too()
    {
        Txaio.Loop.Ref.Tell(Call(B, bytes: 2001), Nobody);
        Txaio.Loop.Ref.Tell(Call(C, bytes: 2000), Nobody);
        Txaio.Loop.Ref.Tell(Call(B, bytes: 1500), Nobody);
        Time.RunUntilIdle();
        var promise = Txaio.CreateFutureSuccess(1).Ref;
        for (var i = 0; i < 3; i++)
            promise.Tell(new Subscribe(Silent()) { Node = new SendingNode(B) }, Nobody);

        Assert.Equal(
            [
                "txaio.remote.call-kilobytes = 1", "txaio.remote.call-kilobytes-per-node = 1",
                "txaio.remote.subscribers-per-node = 2",
            ],
            Read("txaio.remote.refused"));
    }

    [Fact]
    public void Flood_over_a_bound_is_a_line_a_second_for_each_node()
    {
        var published = PublishedEvents.Of(Measured.System);
        for (var i = 0; i < 1000; i++)
            Txaio.Loop.Ref.Tell(Call(B, bytes: 10), Nobody);
        Time.RunUntilIdle();

        Assert.Equal(
            [
                "A message of another node was refused: txaio.remote.calls-per-node = 1 allows no more " +
                "(from akka.tcp://node@10.0.0.2:1)",
            ],
            published.Warnings);
        Time.Advance(Second);
        Assert.Equal(
            "998 more messages were refused within a second: 998 of txaio.remote.calls-per-node " +
            "(from akka.tcp://node@10.0.0.2:1)",
            published.Warnings[^1]);
        Time.Advance(10 * Second);
        Assert.Equal(2, published.Warnings.Count);
        Assert.Equal(["txaio.remote.calls-per-node = 999"], Read("txaio.remote.refused"));
    }

    [Fact]
    public void Completed_promises_that_make_room_for_newer_ones_are_no_warning()
    {
        var published = PublishedEvents.Of(Measured.System);
        for (var second = 0; second < 10; second++)
        {
            CompletePromises(100, B);
            Time.Advance(Second);
        }

        Assert.Empty(published.Warnings);
        Assert.DoesNotContain(published.All.OfType<Debug>(), IsOfBounds);
        Assert.Equal(["txaio.remote.completed-per-node = 999"], Read("txaio.remote.refused"));
    }

    [Fact]
    public void Completed_promises_that_make_room_for_newer_ones_are_a_line_a_second_at_debug()
    {
        Measured.System.EventStream.SetLogLevel(LogLevel.DebugLevel);
        var published = PublishedEvents.Of(Measured.System);

        CompletePromises(5, B);
        Time.Advance(10 * Second);

        Assert.Equal(
            [
                "A completed promise of another node made room for a newer one: " +
                "txaio.remote.completed-per-node = 1 allows no more (from akka.tcp://node@10.0.0.2:1)",
                "3 more completed promises made room for newer ones within a second: " +
                "3 of txaio.remote.completed-per-node (from akka.tcp://node@10.0.0.2:1)",
            ],
            published.All.OfType<Debug>().Where(IsOfBounds).Select(static line => line.Message.ToString()));
        Assert.Empty(published.Warnings);
        Assert.Equal(["txaio.remote.completed-per-node = 4"], Read("txaio.remote.refused"));
    }

    [Fact]
    public void Completed_promises_that_are_not_kept_are_a_warning_a_second_for_each_node()
    {
        CompletePromises(1, B);
        CompletePromises(1, C);
        var published = PublishedEvents.Of(Measured.System);

        CompletePromises(4, D);
        Time.Advance(10 * Second);

        Assert.Equal(
            [
                "A completed promise of another node is not kept: " +
                "txaio.remote.completed = 2 allows no more (from akka.tcp://node@10.0.0.4:1)",
                "3 more completed promises were not kept within a second: " +
                "3 of txaio.remote.completed (from akka.tcp://node@10.0.0.4:1)",
            ],
            published.Warnings);
        Assert.Equal(["txaio.remote.completed = 4"], Read("txaio.remote.refused"));
    }

    [Fact]
    public void Nodes_without_number_have_no_tags_and_few_lines()
    {
        var published = PublishedEvents.Of(Measured.System);
        for (var i = 0; i < 500; i++)
        {
            for (var of = 0; of < 2; of++)
                Txaio.Loop.Ref.Tell(Call(new Address("akka.tcp", $"node{i}", "10.0.0.2", 1), bytes: 10), Nobody);
        }

        Time.Advance(2 * Second);

        Assert.InRange(published.Warnings.Count, 1, 40);
        Assert.Equal(
            ["txaio.remote.calls = 996", "txaio.remote.calls-per-node = 2"], Read("txaio.remote.refused"));
    }

    private static bool IsOfBounds(LogEvent line) => line.LogClass == typeof(RemoteBounds);

    private void CompletePromises(int count, Address node)
    {
        for (var i = 0; i < count; i++)
        {
            var promise = Txaio.CreateFuture<int>().Ref;
            // Reading the path registers the promise, as sending the promise to the node does.
            _ = promise.Path;
            new KeptOutcome(node, new WireSize(10)).Tell(promise, 1, Nobody);
        }
    }

    private static CallLater Call(Address node, int bytes) =>
        new(TimeSpan.FromHours(1), ActorRefs.Nobody, "due") { Node = new SendingNode(node), Size = new WireSize(bytes) };

    private IActorRef Silent() => Measured.System.ActorOf(Props.Create<EchoActor>());
}
