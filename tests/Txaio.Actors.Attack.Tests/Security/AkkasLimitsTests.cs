using Akka.Actor;
using Txaio.Actors.AttackNode;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Security;

/// <summary>
/// What SECURITY.md says that this library cannot prevent, because Akka does it. A test that fails here after an update
/// of Akka is good news, and the page is wrong.
/// </summary>
public sealed class AkkasLimitsTests() : RemoteTestKit(Json.Hocon)
{
    public static TheoryData<bool> Untrusted => [false, true];

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Akka_writes_a_line_with_a_stack_for_each_message_that_it_cannot_read(bool untrusted)
    {
        const int Count = 200;
        var node = await StartNode(Mode(untrusted));

        for (var i = 0; i < Count; i++)
            AgentOf(node).Tell(new Json("""{"$type":"No.Such, Nowhere"}"""));

        foreach (var part in new[] { "[WARNING]", "   at " })
        {
            await node.WaitForLine(_ =>
                node.Lines.Count(line => line.Contains(part, StringComparison.Ordinal)) >= Count);
        }

        AssertWorks(node);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Akka_writes_two_lines_for_each_invented_address_to_which_an_actor_replies(bool untrusted)
    {
        const int Count = 50;
        var node = await StartNode($"{Mode(untrusted)}, akka.loglevel = INFO");
        var provider = ((ExtendedActorSystem)Sys).Provider;

        for (var i = 0; i < Count; i++)
            AgentOf(node).Tell(new Square(5), new ForgedRef(provider, $"akka.tcp://no{i}@127.0.0.1:1/user/x"));

        foreach (var part in new[] { "Tried to associate with unreachable remote address", "Removing receive buffers for" })
        {
            await node.WaitForLine(_ =>
                node.Lines.Count(line => line.Contains(part, StringComparison.Ordinal)) >= Count);
        }

        AssertWorks(node);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Kill_of_another_node_ends_an_actor_of_the_user(bool untrusted)
    {
        var node = await StartNode(Mode(untrusted));
        AgentOf(node).Tell(new Square(5), TestActor);
        ExpectMsg(25);

        AgentOf(node).Tell(Kill.Instance, TestActor);

        await node.WaitForLine(static line => line.Contains("Kill", StringComparison.Ordinal));
        AgentOf(node).Tell(new Identify(1), TestActor);
        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public async Task Identify_in_Identify_is_read_a_thousand_deep_and_overflows_the_stack_at_five_thousand()
    {
        // 1.5 MB: the default of .NET on Linux, whatever the shell's limit is.
        var node = await StartNode(stackSize: "180000");
        AgentOf(node).Tell(Nested(1_000), TestActor);
        ExpectMsg<ActorIdentity>();
        AssertWorks(node);

        AgentOf(node).Tell(Nested(5_000), TestActor);

        await node.WaitForLine(static line => line.Contains("Stack overflow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reply_goes_to_the_sender_that_a_message_names_on_a_third_node()
    {
        var node = await StartNode();
        using var third = ActorSystem.Create("third", Sys.Settings.Config);
        var inbox = Inbox.Create(third);
        var sender = new ForgedRef(
            ((ExtendedActorSystem)Sys).Provider,
            inbox.Receiver.Path.ToStringWithAddress(((ExtendedActorSystem)third).Provider.DefaultAddress));

        RefOf($"{node.Address}/system/txaio/loops/default").Tell(new CancelCall(5), sender);

        Assert.Equal(new CallCancelled(5, false), await inbox.ReceiveAsync(Limit));
        await third.Terminate();
    }

    private static string Mode(bool untrusted) => $"akka.remote.untrusted-mode = {(untrusted ? "on" : "off")}";

    private static Identify Nested(int depth)
    {
        var message = new Identify(1);
        for (var i = 1; i < depth; i++)
            message = new Identify(message);
        return message;
    }
}
