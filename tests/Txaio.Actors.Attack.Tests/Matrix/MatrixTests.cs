using System.Diagnostics;
using Akka.Actor;
using Akka.Serialization;
using Txaio.Actors.AttackNode;
using Txaio.Actors.AttackNode.Hostile;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.Attack.Tests.Matrix;

/// <summary>
/// Every message of the library and of Akka goes from a hostile node to every actor of the library on a victim: in the
/// library's own format, in Akka's formats and in JSON, with forged senders, with and without untrusted mode.
/// </summary>
public sealed class MatrixTests : AttackTestKit
{
    // Logs.WireTextsTests sends the texts.
    private static readonly IEnumerable<string> Names =
        Attacks.All.Keys.Where(static name => name is not ("texts" or "own-texts"));

    public static TheoryData<string, VictimMode> All
    {
        get
        {
            var data = new TheoryData<string, VictimMode>();
            foreach (var attack in Names)
            {
                foreach (var mode in Enum.GetValues<VictimMode>())
                    data.Add(attack, mode);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Victim_works_is_bounded_and_tells_its_health_after(string attack, VictimMode mode)
    {
        var (victim, hostile) = (await StartVictim(mode), await StartProcess("hostile"));
        var surveyed = SurveyOf(victim);
        var memory = UseOf(victim).Memory;
        var clock = Stopwatch.StartNew();

        var (messages, kinds) = await hostile.Attack(attack, victim, TargetsOf(surveyed));

        Assert.InRange(kinds, 1, messages);
        AssertUnharmed(victim, surveyed, memory, clock);
    }

    // Not Akka's types in JSON: they reach Akka's own code in an actor, which they can suspend or break for good.
    public static TheoryData<string> OnStripes => [.. Names.Where(static name => name is not "akka-types-in-json")];

    /// <summary>
    /// Akka's sharding starts the stripes of a cluster, so a message of another node may end one, and Akka logs that
    /// without a bound. They start again, and all else is unharmed.
    /// </summary>
    [Theory]
    [MemberData(nameof(OnStripes))]
    public async Task Victim_works_after_an_attack_on_the_stripes_of_a_cluster(string attack)
    {
        var (victim, hostile) = (await StartVictim(VictimMode.Clustered), await StartProcess("hostile"));
        var memory = UseOf(victim).Memory;
        var surveyed = SurveyOf(victim);
        var stripes = StripesOf(surveyed);
        Assert.Equal(4, stripes.Count);

        var (messages, kinds) = await hostile.Attack(attack, victim, stripes);

        Assert.InRange(kinds, 1, messages);
        AssertWorks(victim, surveyed, memory);
    }

    /// <summary>The survey names each class of actor: a new class that no victim has started is not attacked.</summary>
    [Fact]
    public async Task Every_actor_class_of_the_library_is_among_the_targets()
    {
        // One runs only at the end of the actor system, and the other for 3 s after the loss of a node.
        // ControlMessageTests and RegionAfterLossTests attack them.
        string[] elsewhere = ["LogDrainActor", "RegionAfterLoss"];

        var seen = new List<string>();
        foreach (var mode in (VictimMode[])[VictimMode.Trusted, VictimMode.Clustered])
            seen.AddRange(SurveyOf(await StartVictim(mode)).Types.Select(static name => name.Split('.')[^1]));

        var classes = new[] { typeof(ITxaio), typeof(Cluster.ITxaioCluster) }
            .SelectMany(static type => type.Assembly.GetTypes())
            .Where(static type => type.IsAssignableTo(typeof(ActorBase)) && !type.IsAbstract)
            .Select(static type => type.Name);
        Assert.Equal([], classes.Except(seen).Except(elsewhere));
    }

    /// <summary>A new manifest that the attack cannot write fails this test.</summary>
    [Fact]
    public void Every_manifest_of_the_serializers_is_in_the_attack_with_a_message_that_can_be_read()
    {
        var system = (ExtendedActorSystem)Sys;
        var sent = OwnMessages.All(system, TestActor, TestActor).ToList();
        SerializerWithStringManifest[] serializers =
            [new TxaioMessageSerializer(system), new DurableTimerSerializer(system)];
        foreach (var serializer in serializers)
        {
            var manifests = OwnMessages.ManifestsOf(serializer.GetType()).ToList();
            Assert.InRange(manifests.Count, 10, 100);
            Assert.Equal([], manifests.Except(sent.Where(CanRead).Select(static rogue => rogue.Manifest)));

            bool CanRead(Rogue rogue)
            {
                try
                {
                    return rogue.Bytes.Length > 0 && serializer.FromBinary(rogue.Bytes, rogue.Manifest) is not null;
                }
                catch (Exception)
                {
                    return false;
                }
            }
        }
    }

    [Fact]
    public void Every_kind_of_message_is_in_the_attack_by_JSON()
    {
        Assert.InRange(MessageTypes.Own.Count, 40, 1_000);
        Assert.InRange(MessageTypes.Akkas.Count, 100, 1_000);
        string[] akkas =
        [
            "PoisonPill", "Kill", "Identify", "Terminated", "ReceiveTimeout", "ActorSelectionMessage", "ActorIdentity",
            "Watch", "Unwatch", "DeathWatchNotification", "Suspend", "Resume", "Recreate", "Failed", "Terminate",
            "Supervise", "StopChild", "TerminationHook", "AddressTerminated", "DaemonMsgCreate", "Success", "Failure",
        ];
        Assert.Equal([], akkas.Except(MessageTypes.Akkas.Select(static type => type.Name)));
        Assert.Equal(
            [],
            typeof(Messages.CallLater).Assembly.GetExportedTypes()
                .Where(static type => type.Namespace == "Txaio.Actors.Messages" && !type.IsAbstract)
                .Except(MessageTypes.Own));
    }
}
