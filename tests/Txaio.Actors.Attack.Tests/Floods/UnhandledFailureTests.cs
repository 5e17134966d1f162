using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Floods;

/// <summary>Failures that this node sends to futures of another node, where no code observes them.</summary>
public sealed class UnhandledFailureTests : RemoteTestKit
{
    private const int Promises = 300;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unobserved_rejections_of_another_node_are_a_line_a_second_and_short(bool byStatus)
    {
        var node = await StartNode("txaio.futures { keep-completed = 0s, remote-failures = full }");
        var text = new string('x', 4_000) + "\n\u001b[31m";
        for (var i = 0; i < Promises; i++)
        {
            var cause = new InvalidOperationException(text);
            MakePromiseOn(node).Tell(byStatus ? new Status.Failure(cause) : new Reject(cause), ActorRefs.NoSender);
        }

        await WaitUntilReached(AgentOf(node));
        // The examination collects garbage, and so the futures.
        AssertWorks(node);

        await node.WaitForLine(static line => line.Contains("Unhandled failure in Future<", StringComparison.Ordinal));
        await node.WaitForLine(static line =>
            line.Contains("more failures of other nodes were not handled within a second", StringComparison.Ordinal));
        Assert.InRange(node.Lines.Count, 2, 10);
        Assert.All(node.Lines, static line => Assert.InRange(line.Length, 0, 1_000));
    }
}
