using Akka.Actor;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>The test cuts and heals the link between two nodes while Asks are pending.</summary>
public sealed class LinkTests : RemoteTestKit
{
    private const int Asks = 200;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly LinkProxy _toHere;
    private readonly LinkProxy _toA = new();

    public LinkTests()
        : this(new LinkProxy())
    {
    }

    private LinkTests(LinkProxy toHere)
        : base($"{SoonNoticed}\n{toHere.Hocon}") => _toHere = toHere;

    [Fact]
    public async Task Asks_pending_while_the_link_is_silent_complete_when_it_heals()
    {
        var agent = AgentOf(await StartNode(_toA.Hocon));
        await WaitUntilReached(agent);
        Silence();

        var asks = AskAll(agent, 0, Asks, Limit);
        var timedOut = Txaio.Ask<int>(agent, new Square(1), Short).AsTask();
        await Assert.ThrowsAsync<AskTimeoutException>(() => timedOut.WaitAsync(Limit));
        Assert.DoesNotContain(asks, static ask => ask.IsCompleted);
        Heal();

        Assert.Equal(Enumerable.Range(0, Asks).Select(static i => i * i), await Task.WhenAll(asks).WaitAsync(Limit));
    }

    [Fact]
    public async Task Asks_pending_when_the_link_breaks_end_with_a_reply_or_a_clear_failure()
    {
        var agent = AgentOf(await StartNode(_toA.Hocon));
        await WaitUntilReached(agent);

        var asks = AskAll(agent, 0, Asks, Short);
        Break();
        asks.AddRange(AskAll(agent, Asks, Asks, Short));
        // This failure shows that no message gets through while the link is down.
        var down = Txaio.Ask<int>(agent, new Square(1), Short).AsTask();
        Assert.True(IsClear(await ErrorOf(down)), $"{await ErrorOf(down)}");
        Heal();

        for (var i = 0; i < asks.Count; i++)
        {
            if (await ErrorOf(asks[i]) is { } error)
                Assert.True(IsClear(error), $"{error}");
            else
                Assert.Equal(i * i, await asks[i]);
        }

        await WaitUntilReached(agent);
    }

    [Fact]
    public async Task Asks_of_a_node_that_is_quarantined_fail_clearly_until_it_is_started_again()
    {
        var a = await StartNode(_toA.Hocon);
        var agent = AgentOf(a);
        await WaitUntilReached(agent);
        Watch(agent);
        agent.Tell(new Square(2), TestActor);
        ExpectMsg(4);

        Silence();
        var asks = AskAll(agent, 0, Asks, Short);
        // This node has quarantined the other node, and takes it for dead even when the link heals.
        Assert.True(ExpectTerminated(agent, Limit).AddressTerminated);
        Heal();
        asks.AddRange(AskAll(agent, 0, Asks, Short));
        foreach (var ask in asks)
            Assert.True(IsClear(await ErrorOf(ask)), $"{await ErrorOf(ask)}");

        a.Kill();
        await StartNode(_toA.Hocon);
        await WaitUntilReached(agent);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _toA.Dispose();
        _toHere.Dispose();
    }

    // The Ask timed out, or Akka reported that the question was not sent.
    private static bool IsClear(Exception? error) => error is AskTimeoutException or AskTargetException;

    private static async Task<Exception?> ErrorOf(Task<int> ask)
    {
        try
        {
            await ask.WaitAsync(Limit);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private List<Task<int>> AskAll(IActorRef agent, int first, int count, TimeSpan timeout) =>
        [.. Enumerable.Range(first, count).Select(i => Txaio.Ask<int>(agent, new Square(i), timeout).AsTask())];

    private void Silence()
    {
        _toA.Silence();
        _toHere.Silence();
    }

    private void Break()
    {
        _toA.Break();
        _toHere.Break();
    }

    private void Heal()
    {
        _toA.Heal();
        _toHere.Heal();
    }
}
