using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Txaio.Actors.AttackNode;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>This hostile node sends bytes that are not messages, under the id of the library's serializer.</summary>
public sealed partial class HostileNodeTests() : RemoteTestKit(Rogue.Hocon)
{
    private const int Longest = 1_000;

    public static TheoryData<bool> Untrusted => [false, true];

    [Fact]
    public async Task Bytes_that_are_no_message_are_one_logged_error_and_the_link_lives_on()
    {
        var node = await StartNode();
        var agent = AgentOf(node);

        agent.Tell(new Rogue("resolve/9", ""));
        agent.Tell(new Rogue("resolve/1", "no protobuf"));
        agent.Tell(new Rogue("System.Diagnostics.Process, System", "x"));
        agent.Tell(new Square(5), TestActor);

        ExpectMsg(25);
        await node.WaitForLine(static line => line.Contains("'resolve/9'", StringComparison.Ordinal));
        await node.WaitForLine(static line => line.Contains("'resolve/1'", StringComparison.Ordinal));
        await node.WaitForLine(static line => line.Contains("'System.Diagnostics.Process", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Messages_in_messages_of_any_depth_end_no_process_and_are_one_short_line(bool untrusted)
    {
        var node = await StartNode($"akka.remote.untrusted-mode = {(untrusted ? "on" : "off")}");
        var agent = AgentOf(node);
        byte[][] innermost = [[0xFF, 0xFF], []];

        foreach (var inner in innermost)
        {
            agent.Tell(Rogue.Nested(17, inner));
            agent.Tell(Rogue.Nested(100, inner));
            agent.Tell(Rogue.Nested(400, inner));
            agent.Tell(Rogue.Nested(700, inner));
            agent.Tell(Rogue.Nested(4_000, inner));
            agent.Tell(Rogue.Nested(60, inner, wrapped: true));
        }

        agent.Tell(new Square(5), TestActor);

        ExpectMsg(25);
        AssertWorks(node);
        await WaitForCount(node, 12);
        Assert.InRange(node.Lines.Sum(static line => line.Length), 100, 4_000);
    }

    /// <summary>What a node cannot read of a failure does not keep the failure from arriving.</summary>
    [Fact]
    public async Task Failures_in_failures_of_any_depth_and_hostile_payloads_end_no_process_and_are_no_line()
    {
        var node = await StartNode();
        var agent = AgentOf(node);
        byte[][] innermost = [[0xFF, 0xFF], [], [.. Enumerable.Repeat((byte)'[', 50_000)]];

        foreach (var inner in innermost)
        {
            foreach (var depth in new[] { 0, 15, 16, 17, 100, 1_000 })
                agent.Tell(Rogue.NestedFailures(depth, inner));
        }

        agent.Tell(new Square(5), TestActor);

        ExpectMsg(25);
        AssertWorks(node);
        Assert.DoesNotContain(node.Lines, static line => line.Contains("are no message", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Flood_of_bad_messages_is_one_line_a_second_with_a_count(bool untrusted)
    {
        const int Count = 10_000;
        var node = await StartNode($"akka.remote.untrusted-mode = {(untrusted ? "on" : "off")}");
        var agent = AgentOf(node);
        // This node cannot use the library, because the rogue serializer has the id of the library's serializer.
        agent.Tell(new Square(11), TestActor);
        ExpectMsg<int>(Limit);
        var before = AssertWorks(node).Memory;
        var clock = Stopwatch.StartNew();
        var longManifest = new string('m', 2_000);

        for (var i = 0; i < Count; i++)
        {
            var manifest = (i % 3) switch { 0 => "resolve/1", 1 => "reject/1", _ => $"{i}/{longManifest}" };
            agent.Tell(new Rogue(manifest, "no protobuf"));
        }

        agent.Tell(new Square(5), TestActor);
        Assert.Equal(25, ExpectMsg<int>(Limit * 2));
        await WaitForCount(node, Count);

        var seconds = clock.Elapsed.TotalSeconds;
        var lines = node.Lines.Where(static line => line.Contains("[ERROR]", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 2, (int)seconds + 2);
        Assert.All(node.Lines, static line => Assert.InRange(line.Length, 0, Longest));
        Assert.InRange(node.Lines.Count, 2, (int)seconds + 10);
        Assert.Contains("127.0.0.1", lines[^1]);
        Assert.InRange(AssertWorks(node).Memory - before, long.MinValue, 20_000_000);
    }

    [GeneratedRegex("(\\d+) more messages")]
    private static partial Regex More { get; }

    // A line stands for itself, or has the number of further messages.
    private static Task WaitForCount(AgentNode node, int count) => node.WaitForLine(_ =>
    {
        var counted = 0;
        foreach (var line in node.Lines)
        {
            if (More.Match(line) is { Success: true } more)
                counted += int.Parse(more.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            else if (line.Contains("are no message of Txaio.Actors", StringComparison.Ordinal))
                counted++;
        }

        return counted == count;
    });
}
