using System.Diagnostics;
using Txaio.Actors.Attack.Tests.Matrix;

namespace Txaio.Actors.Attack.Tests.Floods;

/// <summary>Several hostile nodes flood a victim at the same time.</summary>
public sealed class ManyNodesTests : AttackTestKit
{
    private const int Nodes = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flood_of_several_nodes_refuses_nothing_of_the_victim_and_is_a_line_a_second_for_each(bool untrusted)
    {
        var victim = await StartVictim(untrusted);
        var hostile = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => StartProcess("hostile")));
        var surveyed = SurveyOf(victim);
        var memory = UseOf(victim).Memory;
        var clock = Stopwatch.StartNew();

        var floods = hostile.Select(node => node.Attack("flood", victim, TargetsOf(surveyed))).ToList();
        // The victim works while it is flooded.
        do
            Assert.Equal("", UseOf(victim).Problem);
        while (!floods.All(static flood => flood.IsCompleted));
        await Task.WhenAll(floods);

        // Each message that could not be read is counted: by its bytes, its manifest and its ref.
        await victim.WaitForLine(_ =>
            VictimLines.CountOf(victim, "TxaioMessageSerializer") == 3 * Nodes * AttackNode.Hostile.Floods.Count);
        AssertUnharmed(victim, surveyed, memory, clock, Nodes);
        Assert.Contains(victim.Logged, static entry =>
            entry.Text.Contains("messages were refused within a second", StringComparison.Ordinal));
    }
}
