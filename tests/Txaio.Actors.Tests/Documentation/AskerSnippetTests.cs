using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>
/// The actor of docs/messages.md gets the messages that other nodes may send, in every possible order. Probes take the
/// places of the other node's loop and promise. The loop's probe has the loop's path, below an actor for the node.
/// </summary>
public sealed class AskerSnippetTests : VirtualTestKit
{
    private readonly Akka.TestKit.TestProbe _loop;
    private readonly Akka.TestKit.TestProbe _promise;
    private readonly Akka.TestKit.TestProbe _worker;
    private readonly IActorRef _asker;

    public AskerSnippetTests()
        : base("akka.actor.serialize-messages = off")
    {
        _loop = CreateTestProbe();
        _promise = CreateTestProbe();
        _worker = CreateTestProbe();
        var node = Sys.ActorOf(Props.Create(() => new Node("system/txaio/loops/default", _loop.Ref)), "node");
        // The actors of the path start one after the other; until the last has, a message on the path is lost.
        var place = Sys.ActorSelection(node.Path / "system" / "txaio" / "loops" / "default");
        while (place.Ask<ActorIdentity>(new Identify(1)).WaitAsync(TimeSpan.FromSeconds(30)).Result.Subject is null)
        {
        }

        _asker = Sys.ActorOf(
            SnippetActors.Props(
                SnippetActors.Load("docs/messages.md", "Asker"),
                "Asker",
                node.Path.ToStringWithAddress(((ExtendedActorSystem)Sys).Provider.DefaultAddress),
                _worker.Ref).WithDispatcher(VirtualDispatcherId),
            "asker");
        Watch(_asker);
        Expect<CreateFuture>(_loop);
        Tell(new FutureCreated(_promise.Ref));
        Expect<Subscribe>(_promise);
        Assert.Equal(new CallLater(TimeSpan.FromSeconds(5), _promise.Ref, new Cancel("too slow")), Expect<CallLater>(_loop));
        Assert.Equal("Work", _worker.ExpectMsg<object>().GetType().Name);
    }

    public static TheoryData<string> Orders
    {
        get
        {
            string[] events = ["scheduled", "outcome", "terminated"];
            var orders = from a in events
                         from b in events
                         from c in events
                         where a != b && b != c && a != c
                         select $"{a}, {b}, {c}";
            return [.. orders];
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Value_is_shown_and_the_timeout_cancelled_in_each_order(string order)
    {
        foreach (var what in order.Split(", "))
            Happen(what, new FutureResolved(_promise.Ref, 42));

        Assert.Equal(17, Expect<CancelCall>(_loop).Id);
        Tell(new CallCancelled(17, true));
        ExpectTerminated(_asker);
        _loop.ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Failure_is_shown_and_the_timeout_cancelled_in_each_order(string order)
    {
        foreach (var what in order.Split(", "))
            Happen(what, new FutureRejected(_promise.Ref, new InvalidOperationException("no")));

        Assert.Equal(17, Expect<CancelCall>(_loop).Id);
        Tell(new CallCancelled(17, false));
        ExpectTerminated(_asker);
    }

    [Fact]
    public void Promise_whose_node_is_lost_ends_the_asker_some_seconds_later()
    {
        Happen("scheduled", null!);
        Happen("terminated", null!);

        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(((ActorRefWithCell)_asker).Underlying.IsTerminated);
        Time.Advance(TimeSpan.FromSeconds(1.1));

        ExpectTerminated(_asker);
    }

    private void Happen(string what, object outcome)
    {
        if (what == "terminated")
        {
            var gone = CreateTestProbe();
            gone.Watch(_promise.Ref);
            Sys.Stop(_promise.Ref);
            gone.ExpectTerminated(_promise.Ref);
            Time.RunUntilIdle();
        }
        else
        {
            Tell(what == "scheduled" ? new CallScheduled(17) : outcome);
        }
    }

    private void Tell(object message)
    {
        _asker.Tell(message, _loop.Ref);
        Time.RunUntilIdle();
    }

    private T Expect<T>(Akka.TestKit.TestProbe probe)
    {
        Time.RunUntilIdle();
        return probe.ExpectMsg<T>();
    }

    // Each step of a path is an actor. The last actor forwards its messages.
    private sealed class Node : ReceiveActor
    {
        public Node(string path, IActorRef end)
        {
            var steps = path.Split('/', 2);
            if (path.Length == 0)
                ReceiveAny(end.Forward);
            else
                Context.ActorOf(Props.Create(() => new Node(steps.Length > 1 ? steps[1] : "", end)), steps[0]);
        }
    }
}
