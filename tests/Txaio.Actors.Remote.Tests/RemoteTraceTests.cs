using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Remote.Tests;

/// <summary>
/// A trace continues at another node. Both nodes run in this process, so one listener sees the activities of both.
/// Akka.Remote and a socket connect the nodes.
/// </summary>
public sealed class RemoteTraceTests : RemoteTestKit
{
    [Fact]
    public async Task Activities_of_the_node_that_is_asked_belong_to_the_trace_of_the_Ask()
    {
        // The activities of other tests that ask at the same time are in other traces.
        using var root = new Activity("a request").Start();
        var ended = new BlockingCollection<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TxaioTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var other = ActorSystem.Create("other-node", Sys.Settings.Config);
        try
        {
            var address = ((ExtendedActorSystem)other).Provider.DefaultAddress;
            other.Txaio();

            await Txaio.Ask<CallScheduled>(
                RefOf($"{address}/system/txaio/loops/default"),
                new CallLater(TimeSpan.FromMilliseconds(10), TestActor, "due"),
                Limit);

            ExpectMsg("due");
            var byName = new Dictionary<string, Activity>();
            while (byName.Count < 3 && ended.TryTake(out var activity, Limit))
                byName[activity.OperationName] = activity;
            var (ask, scheduled) = (byName["txaio.ask"], byName["txaio.call_later"]);
            var delayed = byName["txaio.delayed_message"];
            Assert.Equal(root.SpanId, ask.ParentSpanId);
            Assert.Equal(ask.SpanId, scheduled.ParentSpanId);
            Assert.Equal(scheduled.SpanId, delayed.ParentSpanId);
            Assert.True(scheduled.HasRemoteParent);
            Assert.Equal(Sys.Name, ask.GetTagItem("txaio.system"));
            Assert.Equal(other.Name, scheduled.GetTagItem("txaio.system"));
        }
        finally
        {
            await other.Terminate();
        }
    }
}
