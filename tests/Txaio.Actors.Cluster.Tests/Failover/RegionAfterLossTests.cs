using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Tests.Stripes;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Failover;

/// <summary>The wait for a region that does not know yet that a node is lost.</summary>
public sealed class RegionAfterLossTests() : StripeTestKit("akka.actor.serialize-messages = off")
{
    private static readonly Address Lost = new("akka.tcp", "app", "127.0.0.1", 4053);
    private static readonly Address Other = new("akka.tcp", "app", "127.0.0.1", 4054);

    [Fact]
    public void Parent_is_told_when_neither_the_coordinator_nor_the_region_knows_the_lost_node()
    {
        var region = CreateTestProbe();
        Start(region);

        AnswerNext(region, Lost, Other);
        Time.Advance(TimeSpan.FromMilliseconds(49));
        region.ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectNoMsg(0);
        AnswerNext(region, Other);

        ExpectMsg("settled");
        Time.Advance(TimeSpan.FromMinutes(1));
        ExpectNoMsg(0);
        region.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Parent_is_told_in_the_end_when_a_node_of_the_same_address_has_come()
    {
        var region = CreateTestProbe();
        region.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is GetCurrentRegions)
                sender.Tell(new CurrentRegions(ImmutableHashSet.Create(Lost)));
            return AutoPilot.KeepRunning;
        }));
        Start(region);

        Time.Advance(RegionAfterLoss.Longest - TimeSpan.FromMilliseconds(1));
        ExpectNoMsg(0);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        ExpectMsg("settled");
    }

    /// <summary>Another node can guess the path of the actor.</summary>
    [Fact]
    public void Messages_of_another_node_neither_end_nor_fail_it()
    {
        var region = CreateTestProbe();
        Start(region);
        region.ExpectMsg<GetCurrentRegions>();
        var actor = region.LastSender;

        EventFilter.Error().Expect(0, () =>
        {
            actor.Tell(RuntimeHelpers.GetUninitializedObject(typeof(CurrentRegions)), ActorRefs.NoSender);
            actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
            actor.Tell(Kill.Instance, ActorRefs.NoSender);
            Time.RunUntilIdle();
        });
        ExpectNoMsg(0);
        actor.Tell(new CurrentRegions(ImmutableHashSet.Create(Other)), region.Ref);
        Time.RunUntilIdle();
        ExpectMsg("settled");
    }

    private void Start(TestProbe region)
    {
        Sys.ActorOf(Props.Create(() => new Parent(region.Ref, TestActor)).WithDispatcher(VirtualTime.DispatcherId));
        Time.RunUntilIdle();
    }

    private void AnswerNext(TestProbe region, params Address[] nodes)
    {
        region.ExpectMsg<GetCurrentRegions>();
        region.Reply(new CurrentRegions(nodes.ToImmutableHashSet()));
        Time.RunUntilIdle();
    }

    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _to;

        public Parent(IActorRef region, IActorRef to)
        {
            _to = to;
            RegionAfterLoss.Start(Context, region, Lost, "settled");
        }

        protected override void OnReceive(object message) => _to.Forward(message);
    }
}
