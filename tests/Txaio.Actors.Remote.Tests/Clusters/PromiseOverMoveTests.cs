using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Remote.Tests.Clusters;

/// <summary>
/// An entity stores the path of a promise, moves to another node, and completes the promise there. The asking node has
/// no entities.
/// </summary>
public sealed class PromiseOverMoveTests : ClusterTestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_is_answered_by_the_entity_on_another_node(bool crashes)
    {
        var (has, other) = await NodesOf("one");
        var asked = Txaio.Ask<string>(Region, new Keep("one", TestActor), Long);
        Assert.Equal(AddressOf(has), ExpectMsg<Kept>().Node);

        await Move(has, crashes);
        await FulfilOn(other, "done");

        Assert.Equal("done", await asked.AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task AskWithRetry_is_answered_by_the_entity_on_another_node()
    {
        var (has, other) = await NodesOf("one");
        var options = new AskRetryOptions { Timeout = Long, AttemptTimeout = Long };
        var asked = Txaio.AskWithRetry<string>(Region, new Keep("one", TestActor), options);
        ExpectMsg<Kept>();

        await Move(has, crashes: false);
        await FulfilOn(other, "done");

        Assert.Equal("done", await asked.AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task Promise_of_CreateFuture_is_completed_from_another_node_and_tells_its_subscribers()
    {
        var (has, other) = await NodesOf("one");
        Txaio.Loop.Ref.Tell(CreateFuture.Instance, TestActor);
        var promise = ExpectMsg<FutureCreated>().Promise;
        promise.Tell(new Subscribe(TestActor));
        Region.Tell(new Keep("one", TestActor, promise));
        ExpectMsg<Kept>();

        await Move(has, crashes: false);
        await FulfilOn(other, "done", Completion.Resolve);

        Assert.Equal(new FutureResolved(promise, "done"), ExpectMsg<FutureResolved>());
    }

    [Fact]
    public async Task Failure_and_cancel_reach_the_asker_from_another_node()
    {
        var (has, other) = await NodesOf("one");
        var failed = Txaio.Ask<string>(Region, new Keep("one", TestActor), Long);
        ExpectMsg<Kept>();
        await Move(has, crashes: false);
        await FulfilOn(other, "no stock", Completion.Reject);

        var cause = await Assert.ThrowsAsync<RemoteFailureException>(() => failed.AsTask().WaitAsync(Limit));
        Assert.Equal("no stock", cause.Message);

        var cancelled = Txaio.Ask<string>(Region, new Keep("one", TestActor), Long);
        ExpectMsg<Kept>();
        await FulfilOn(other, "closed", Completion.Cancel);
        var cancel = await Assert.ThrowsAsync<FutureCancelledException>(() => cancelled.AsTask().WaitAsync(Limit));
        Assert.Equal("closed", cancel.Message);
    }

    /// <summary>The node that had the entity asks: the path must name the node, although the promise is local.</summary>
    [Fact]
    public async Task Promise_of_the_node_that_the_entity_leaves_is_completed_from_another_node()
    {
        var (has, other) = await NodesOf("one");
        var future = has.Txaio().CreateFuture<string>();
        ClusterSharding.Get(has).ShardRegion("keeper").Tell(new Keep("one", TestActor, future.Ref), ActorRefs.NoSender);
        Assert.StartsWith(AddressOf(has), ExpectMsg<Kept>().Path);

        await Move(has, crashes: false);
        await FulfilOn(other, "done");

        Assert.Equal("done", await future.AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task Second_completion_from_another_node_changes_nothing()
    {
        var (has, other) = await NodesOf("one");
        var asked = Txaio.Ask<string>(Region, new Keep("one", TestActor), Long);
        ExpectMsg<Kept>();
        await FulfilOn(has, "first");
        Assert.Equal("first", await asked.AsTask().WaitAsync(Limit));

        await Move(has, crashes: false);
        await FulfilOn(other, "second");

        Assert.Equal("first", await asked);
    }

    [Fact]
    public async Task Promise_whose_node_crashed_ends_for_the_entity_that_watches_it()
    {
        var asker = await StartMember("askers");
        var (has, other) = await NodesOf("one");
        var promise = asker.Txaio().CreateFuture<string>().Ref;
        Region.Tell(new Keep("one", TestActor, promise));
        ExpectMsg<Kept>();
        await Move(has, crashes: false);

        await Crash(asker);
        Down(asker);
        await FulfilOn(other, "nobody waits");
        Region.Tell(new WatchKept("one", TestActor));

        Assert.Equal(AddressOf(other), ExpectMsg<PromiseEnded>().Node);
    }

    [Fact]
    public async Task Promise_that_is_completed_ends_for_the_entity_that_watches_it()
    {
        var (has, other) = await NodesOf("one");
        var asked = Txaio.Ask<string>(Region, new Keep("one", TestActor), Long);
        ExpectMsg<Kept>();
        await Move(has, crashes: false);
        asked.Cancel("given up");

        Region.Tell(new WatchKept("one", TestActor));

        Assert.Equal(AddressOf(other), ExpectMsg<PromiseEnded>().Node);
    }

    private async Task Move(ActorSystem has, bool crashes)
    {
        if (crashes)
        {
            await Crash(has);
            Down(has);
        }
        else
        {
            await Leave(has);
        }
    }

    private async Task FulfilOn(ActorSystem node, string text, Completion completion = Completion.Reply)
    {
        var options = new AskRetryOptions { AttemptTimeout = TimeSpan.FromSeconds(1) };
        var fulfil = new Fulfil("one", completion, text);
        var kept = await Txaio.AskWithRetry<Kept>(Region, fulfil, options).AsTask().WaitAsync(Limit);
        Assert.Equal(AddressOf(node), kept.Node);
    }
}
