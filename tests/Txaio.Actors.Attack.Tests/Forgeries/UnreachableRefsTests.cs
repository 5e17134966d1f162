using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.AttackNode;
using Txaio.Actors.AttackNode.Hostile;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>
/// This hostile node sends messages of the library with actors at addresses that no transport of the victim reaches.
/// Akka logs a line for each such address that it resolves.
/// </summary>
public sealed class UnreachableRefsTests() : RemoteTestKit(Rogue.Hocon)
{
    private const int Count = 300;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Actors_that_no_transport_reaches_are_one_line_a_second(bool untrusted)
    {
        var node = await StartNode($"akka.remote.untrusted-mode = {(untrusted ? "on" : "off")}");
        var system = (ExtendedActorSystem)Sys;
        var clock = Stopwatch.StartNew();

        for (var i = 0; i < Count; i++)
        {
            var actor = OwnMessages.Unreachable(system, i);
            foreach (var message in new object[]
            {
                new Subscribe(actor), new FutureCreated(actor), new FutureResolved(actor, 1),
                new CallLater(TimeSpan.Zero, actor, "hostile"),
            })
            {
                AgentOf(node).Tell(OwnMessages.Of(system, message), ActorRefs.NoSender);
            }
        }

        AssertWorks(node);
        await node.WaitForLine(static line =>
            line.Contains("an actor at an address that no transport of this node reaches", StringComparison.Ordinal));
        await node.WaitForLine(static line =>
            line.Contains("more messages were refused within a second", StringComparison.Ordinal));
        Assert.InRange(node.Lines.Count, 2, (int)clock.Elapsed.TotalSeconds + 10);
    }
    /// <summary>A node says itself what its address is.</summary>
    [Fact]
    public async Task Requests_of_a_node_that_no_transport_reaches_are_no_line_each()
    {
        var node = await StartNode();
        using var liar = (ExtendedActorSystem)ActorSystem.Create(
            "liar", ConfigurationFactory.ParseString(LyingTransport.Hocon).WithFallback(Sys.Settings.Config));
        var loop = liar.Provider.ResolveActorRef($"{node.Address}/system/txaio/loops/default");

        for (var i = 0; i < Count; i++)
        {
            // A call without a sender ends with the node from which it came.
            loop.Tell(
                OwnMessages.Of(liar, new CallLater(TimeSpan.FromHours(1), loop, "hostile")), ActorRefs.NoSender);
        }

        var calls = 0;
        for (var clock = Stopwatch.StartNew(); calls < Count; calls = ExpectMsg<int>())
        {
            Assert.True(clock.Elapsed < Limit, $"{calls} calls are scheduled: {string.Join('\n', node.Lines)}");
            AgentOf(node).Tell(new Actors.RemoteNode.CountCalls(), TestActor);
        }

        AssertWorks(node);
        Assert.InRange(node.Lines.Count, 1, 10);
    }
}
