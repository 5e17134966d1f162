using System.Diagnostics;
using Txaio.Actors.Attack.Tests.Matrix;
using Txaio.Actors.AttackNode.Hostile;
using Txaio.Actors.Tests.Logging;

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

    /// <summary>Akka's own logger writes the text of an event as the text is.</summary>
    [Fact]
    public async Task Texts_of_another_node_reach_the_console_of_Akka_as_escapes_and_forge_no_line()
    {
        var (victim, hostile) = (await StartNode(), await StartProcess("hostile"));
        var promise = MakePromiseOn(victim).Path.ToSerializationFormat();

        await hostile.Attack(
            "own-texts", victim, ["/system/txaio", "/system/txaio/loops/default", "/system/txaio/timers", promise]);

        AssertWorks(victim);
        // Each part but the messages that can be read.
        Assert.Equal(
            Texts.Own.Count - 2,
            victim.Lines.Count(static line => line.Contains(" are no message of Txaio.Actors", StringComparison.Ordinal)));
        Assert.All(victim.Lines, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
        Assert.DoesNotContain(victim.Lines, static line => line.StartsWith(Texts.Forged, StringComparison.Ordinal));
    }
}
