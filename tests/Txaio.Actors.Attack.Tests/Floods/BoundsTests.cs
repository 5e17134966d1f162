using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote;
using Txaio.Actors.AttackNode;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Floods;

/// <summary>
/// This node floods another node, the victim, with requests that take memory of the victim. After each attack the
/// victim works for its own actors and for a third node, and its memory is bounded.
/// </summary>
public sealed class BoundsTests() : RemoteTestKit(SoonNoticed)
{
    private const int Flood = 25_000;
    private const long Megabyte = 1_000_000;

    private static readonly TimeSpan Never = TimeSpan.FromDays(30_000);

    private string Own => ((ExtendedActorSystem)Sys).Provider.DefaultAddress.ToString();

    [Theory]
    [InlineData("own")]
    [InlineData("victim")]
    [InlineData("made up")]
    public async Task CreateFuture_with_forged_senders_does_not_disable_the_bounds(string whose)
    {
        var victim = await StartNode(
            "txaio { loops.default.capacity = 1000, futures.asked-promise-timeout = 3s }");
        var third = await StartNode();
        var loop = RefsOf(victim).Loop;
        var before = FiguresOf(victim).Memory;

        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Flood; i++)
        {
            loop.Tell(CreateFuture.Instance, Forged(whose switch
            {
                "own" => $"{Own}/temp/x{i}",
                "victim" => $"{victim.Address}/user/agent",
                // No node listens at this address, so the victim tries to connect for each sender.
                _ => $"akka.tcp://no{i % 20}@127.0.0.1:1/temp/x{i}",
            }));
        }

        // The agent may count before the loop has handled all requests; the loop replies after them.
        loop.Tell(new Identify(1), TestActor);
        FishForMessage<ActorIdentity>(static _ => true, Limit);
        var after = FiguresOf(victim);
        Assert.InRange(after.Promises, 1, 1000);
        // Each timeout of 3 s makes room for a thousand others.
        var rounds = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds / 3) + 2;
        Assert.True(after.Refused >= Flood - (rounds * 1000), $"{after} in {rounds} rounds");
        Assert.False(after.IsFull);
        Assert.InRange(after.Memory - before, long.MinValue, 20 * Megabyte);
        Works(victim, third);
        await Until(victim, static figures => figures.Promises == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallLater_is_bounded_by_count_and_by_size(bool batched)
    {
        var victim = await StartNode();
        var third = await StartNode();
        var owner = OwnerOn(victim, batched);
        var before = FiguresOf(victim).Memory;

        var large = new string('x', 100_000);
        for (var i = 0; i < 3000; i++)
            owner.Tell(new CallLater(Never, owner, large), Forged($"{Own}/user/x{i}"));
        var byCount = FiguresOf(victim);
        Assert.InRange(byCount.CallKilobytes, 1, 10_000);
        Assert.InRange(byCount.Memory - before, long.MinValue, 60 * Megabyte);

        for (var i = 0; i < Flood; i++)
            owner.Tell(new CallLater(Never, owner, i), Forged($"{Own}/temp/x{i}"));
        Assert.InRange(FiguresOf(victim).Calls, 1, 1000);
        Works(victim, third);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_call_is_answered_with_the_setting_and_its_value(bool batched)
    {
        var victim = await StartNode("txaio.remote.calls-per-node = 2");
        var owner = OwnerOn(victim, batched);

        for (var i = 0; i < 3; i++)
            owner.Tell(new CallLater(Never, owner, i), TestActor);

        ExpectMsg<CallScheduled>();
        ExpectMsg<CallScheduled>();
        var refusal = ExpectMsg<Status.Failure>().Cause;
        Assert.Equal($"txaio.remote.calls-per-node = 2 allows no more for {Own}.", refusal.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_are_dropped_when_their_sender_or_its_node_ends(bool batched)
    {
        var victim = await StartNode(SoonNoticed);
        var attacker = await StartNode();
        var owner = OwnerOn(victim, batched);
        var sender = CreateTestProbe();
        owner.Tell(new CallLater(Never, owner, "mine"), sender.Ref);
        owner.Tell(new CallLater(Never, owner, "of nobody's"), ActorRefs.NoSender);
        // The attacker's node sends this call with the test as the sender.
        AgentOf(attacker).Tell(new TellTo(owner, new CallLater(Never, owner, "theirs")), TestActor);
        sender.ExpectMsg<CallScheduled>();
        ExpectMsg<CallScheduled>();
        await Until(victim, static figures => figures.Calls == 3);

        Sys.Stop(sender.Ref);
        await Until(victim, static figures => figures.Calls == 2);
        attacker.Kill();
        await Until(victim, static figures => figures.Calls == 1);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Subscribers_of_a_third_node_are_bounded_and_do_not_have_it_quarantined(string untrusted)
    {
        var victim = await StartNode($"akka.remote.untrusted-mode = {untrusted}");
        var third = await StartNode();
        var promise = MakePromiseOn(victim);
        Reach(victim, third);
        var before = FiguresOf(victim).Memory;

        for (var i = 0; i < Flood; i++)
            promise.Tell(new Subscribe(Forged($"{third.Address}/user/x{i}")));

        var after = FiguresOf(victim);
        Assert.Equal(1000, after.Subscribers);
        Assert.InRange(after.Memory - before, long.MinValue, 20 * Megabyte);
        promise.Tell("done");
        await Until(victim, static figures => figures.Subscribers == 0);
        Reach(victim, third);
    }

    [Fact]
    public async Task Subscribers_that_come_and_go_with_promises_do_not_have_a_third_node_quarantined()
    {
        var victim = await StartNode();
        var third = await StartNode();
        Reach(victim, third);

        for (var round = 0; round < 30; round++)
        {
            var promise = MakePromiseOn(victim);
            for (var i = 0; i < 1000; i++)
                promise.Tell(new Subscribe(Forged($"{third.Address}/user/x{i}")));
            promise.Tell("done");
        }

        Reach(victim, third);
        await Until(victim, static figures => figures.Subscribers == 0);
    }

    [Fact]
    public async Task Watchers_that_are_forged_do_not_have_a_third_node_quarantined()
    {
        // So few that this node does not quarantine the victim, and more than the victim's buffer for system messages.
        const int Watchers = 10_000;
        var victim = await StartNode("akka.remote.system-message-buffer-size = 200");
        var third = await StartNode();
        Reach(victim, third);
        var promise = (RemoteActorRef)MakePromiseOn(victim);
        var transport = ((RemoteActorRefProvider)((ExtendedActorSystem)Sys).Provider).Transport;

        for (var i = 0; i < Watchers; i++)
        {
            var watcher = (IInternalActorRef)RefOf($"{third.Address}/user/x{i}");
            transport.Send(new Watch(promise, watcher), null, promise);
        }

        Assert.Equal(0, FiguresOf(victim).Subscribers);
        promise.Tell("done");
        Reach(victim, third);
    }

    [Fact]
    public async Task Watchers_alone_take_the_places_of_subscribers_and_give_them_back()
    {
        var victim = await StartNode("txaio.remote.subscribers-per-node = 2");
        var promises = new[] { MakePromiseOn(victim), MakePromiseOn(victim), MakePromiseOn(victim) };

        foreach (var promise in promises)
            Watch(promise);

        await Until(victim, static figures => figures is { Subscribers: 2, Refused: > 0 });

        // Akka watches anew after the first heartbeat; the refused watch would take the place that becomes free.
        Unwatch(promises[2]);
        promises[0].Tell(1);
        ExpectTerminated(promises[0], Limit);
        await Until(victim, static figures => figures.Subscribers == 1);
    }

    [Fact]
    public async Task Completed_promises_are_kept_up_to_their_limit()
    {
        var victim = await StartNode("txaio.futures.keep-completed-limit = 100");
        var third = await StartNode();
        var before = FiguresOf(victim).Memory;
        var value = new string('x', 100_000);

        for (var i = 0; i < 1500; i++)
            MakePromiseOn(victim).Tell(value);

        // The victim keeps 100 values of 200 kB.
        Assert.InRange(FiguresOf(victim).Memory - before, 15 * Megabyte, 40 * Megabyte);
        Works(victim, third);
    }

    [Fact]
    public async Task Completed_promises_of_one_node_leave_those_of_others_and_of_the_victim()
    {
        var victim = await StartNode("txaio.futures.keep-completed-limit = 100");
        var third = await StartNode();
        var own = MakePromiseOn(victim);
        AgentOf(victim).Tell(new TellTo(own, "own"), TestActor);
        var theirs = MakePromiseOn(third, AgentLoopOf(victim));
        AgentOf(third).Tell(new TellTo(theirs, "theirs"), TestActor);
        Reach(victim, third);

        var loop = RefsOf(victim).Loop;
        for (var i = 0; i < 1500; i++)
        {
            loop.Tell(CreateFuture.Instance, TestActor);
            ExpectMsg<FutureCreated>().Promise.Tell(i);
        }

        foreach (var (promise, value) in new[] { (own, "own"), (theirs, "theirs") })
        {
            promise.Tell(new Subscribe(TestActor), TestActor);
            Assert.Equal(value, ExpectMsg<FutureResolved>().Value);
        }
    }

    [Theory]
    [InlineData("message", false)]
    [InlineData("message", true)]
    [InlineData("json", true)]
    [InlineData("call", true)]
    public async Task Values_of_completed_promises_are_bounded_in_bytes(string way, bool isOfVictim)
    {
        var victim = await StartNode();
        var third = await StartNode();
        var loop = RefsOf(victim).Loop;
        var before = FiguresOf(victim).Memory;
        var value = new string('x', 100_000);

        for (var i = 0; i < 600; i++)
        {
            IActorRef promise;
            if (isOfVictim)
            {
                promise = MakePromiseOn(victim);
            }
            else
            {
                loop.Tell(CreateFuture.Instance, TestActor);
                promise = ExpectMsg<FutureCreated>().Promise;
            }

            switch (way)
            {
                case "call":
                    loop.Tell(new CallLater(TimeSpan.Zero, promise, value), ActorRefs.NoSender);
                    break;
                case "json":
                    promise.Tell(new SquaresDone(1, value));
                    break;
                default:
                    promise.Tell(value);
                    break;
            }
        }

        // The victim keeps about 100 values of 200 kB. All values together would take 120 MB.
        Assert.InRange(FiguresOf(victim).Memory - before, 5 * Megabyte, 40 * Megabyte);
        Works(victim, third);
    }

    [Fact]
    public async Task CancelCall_and_Identify_by_the_thousands_leave_nothing()
    {
        var victim = await StartNode();
        var third = await StartNode();
        var loop = RefsOf(victim).Loop;
        var promise = MakePromiseOn(victim);
        var before = FiguresOf(victim).Memory;

        for (var i = 0; i < Flood; i++)
        {
            loop.Tell(new CancelCall(i), Forged($"{Own}/temp/x{i}"));
            promise.Tell(new Identify(i), Forged($"{Own}/temp/x{i}"));
            RefOf($"{promise.Path}/child{i}").Tell(i);
        }

        Assert.InRange(FiguresOf(victim).Memory - before, long.MinValue, 20 * Megabyte);
        Works(victim, third);
    }

    private ForgedRef Forged(string path) => new(((ExtendedActorSystem)Sys).Provider, path);

    private IActorRef OwnerOn(AgentNode node, bool batched)
    {
        var refs = RefsOf(node);
        return batched ? refs.Timer : refs.Loop;
    }

    // The node handles this request behind all messages that were sent to it before.
    private Figures FiguresOf(AgentNode node)
    {
        AgentOf(node).Tell(new Measure(), TestActor);
        return FishForMessage<Figures>(static _ => true, Limit);
    }

    private async Task Until(AgentNode node, Func<Figures, bool> isSo)
    {
        Figures figures;
        var left = 200;
        while (!isSo(figures = FiguresOf(node)))
        {
            Assert.True(--left > 0, $"{figures}");
            await Txaio.Sleep(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Checks that the victim works for itself and for a third node, and that they reach each other.</summary>
    private void Works(AgentNode victim, AgentNode third)
    {
        AgentOf(victim).Tell(new WorkLocally(), TestActor);
        Assert.Equal(3, FishForMessage<int>(static _ => true, Limit));
        Reach(victim, third);
        AgentOf(third).Tell(new MakePromise(AgentLoopOf(victim)), TestActor);
        FishForMessage<FutureCreated>(static _ => true, Limit).Promise.Tell(1);
    }

    /// <summary>
    /// Checks that the two nodes reach each other. Neither could reach a node that it has quarantined.
    /// </summary>
    private void Reach(AgentNode victim, AgentNode third)
    {
        foreach (var (from, to) in new[] { (victim, third), (third, victim) })
        {
            AgentOf(from).Tell(new TellTo(AgentOf(to), new Square(7)), TestActor);
            Assert.Equal(49, FishForMessage<int>(static _ => true, Limit));
        }
    }

    private IActorRef AgentLoopOf(AgentNode node) =>
        RefOf($"{node.Address}/system/txaio/loops/default");
}
