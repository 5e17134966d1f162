using System.Diagnostics;
using Txaio.Actors.Attack.Tests.Matrix;
using Txaio.Actors.AttackNode.Hostile;

namespace Txaio.Actors.Attack.Tests.Logs;

/// <summary>
/// Names and texts of another node reach the host's log and <c>StartLogging</c>: manifests, types, actors' names, the
/// names of nodes, messages of failures.
/// </summary>
public sealed class WireTextsTests : AttackTestKit
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Texts_of_another_node_reach_the_logs_as_escapes_and_forge_no_line(bool untrusted)
    {
        var (victim, hostile) = (await StartVictim(untrusted), await StartProcess("hostile"));
        var surveyed = SurveyOf(victim);
        var memory = UseOf(victim).Memory;
        var clock = Stopwatch.StartNew();

        await hostile.Attack("texts", victim, TargetsOf(surveyed));

        AssertUnharmed(victim, surveyed, memory, clock);
        // The attack reached both logs.
        Assert.Contains(victim.Written, static line => line.Contains(Texts.Forged, StringComparison.Ordinal));
        Assert.Contains(victim.Logged, static entry => entry.Text.Contains(Texts.Forged, StringComparison.Ordinal));
        Assert.DoesNotContain(victim.Lines, static line => line.StartsWith(Texts.Forged, StringComparison.Ordinal));
    }
}
