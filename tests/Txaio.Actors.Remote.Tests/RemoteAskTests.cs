using Akka.Actor;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary><see cref="ITxaio.Ask"/> of actors of another node.</summary>
[Collection(TwoNodes.Name)]
public sealed class RemoteAskTests(TwoNodes nodes) : RemoteTestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Ask_returns_the_reply() =>
        Assert.Equal(9, await Txaio.Ask<int>(AgentOf(nodes.A), new Square(3)).AsTask().WaitAsync(Limit));

    [Fact]
    public async Task Ask_of_a_selection_returns_the_reply()
    {
        var selection = Sys.ActorSelection($"{nodes.A.Address}/user/agent");

        Assert.Equal(16, await Txaio.Ask<int>(selection, new Square(4)).AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task Ask_without_a_reply_times_out_and_names_the_target()
    {
        var ask = Txaio.Ask<int>(AgentOf(nodes.A), new Ignore(), Short).AsTask();

        var e = await Assert.ThrowsAsync<AskTimeoutException>(() => ask.WaitAsync(Limit));
        Assert.Contains($"{nodes.A.Address}/user/agent", e.Message, StringComparison.Ordinal);
        Assert.Contains("Ignore", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_of_an_actor_that_is_not_there_ends_in_the_timeout()
    {
        var ask = Txaio.Ask<int>(RefOf($"{nodes.A.Address}/user/nobody"), new Square(3), Short).AsTask();

        await Assert.ThrowsAsync<AskTimeoutException>(() => ask.WaitAsync(Limit));
    }

    [Fact]
    public async Task Ask_of_a_node_that_is_not_there_ends_with_a_clear_failure()
    {
        var ask = Txaio.Ask<int>(RefOf("akka.tcp://node@127.0.0.1:1/user/agent"), new Square(3), Short).AsTask();

        var e = await Assert.ThrowsAnyAsync<Exception>(() => ask.WaitAsync(Limit));
        Assert.True(e is AskTimeoutException or AskTargetException, $"{e}");
        Assert.Contains("127.0.0.1:1/user/agent", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_with_a_reply_of_another_type_names_both_types()
    {
        var ask = Txaio.Ask<string>(AgentOf(nodes.A), new Square(3)).AsTask();

        var e = await Assert.ThrowsAnyAsync<Exception>(() => ask.WaitAsync(Limit));
        Assert.Contains("String", e.Message, StringComparison.Ordinal);
        Assert.Contains("Int32", e.Message, StringComparison.Ordinal);
    }
}
