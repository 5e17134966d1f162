using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote;
using Akka.TestKit;
using Txaio.Actors.Guarding;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>
/// The bound on watchers of a loop from other nodes. HostileMessagesTests tests the bound with other processes.
/// </summary>
public sealed class GuardedRefTests : VirtualTestKit
{
    private readonly IInternalActorRef _loop;
    private readonly PublishedEvents _published;

    public GuardedRefTests()
    {
        _loop = (IInternalActorRef)Sys.Txaio().Loop.Ref;
        _published = PublishedEvents.Of(Sys);
    }

    [Fact]
    public void Watch_of_one_address_more_than_are_allowed_is_refused_with_the_bound_until_another_has_left()
    {
        for (var i = 0; i < RemoteWatchers.Addresses; i++)
            Arrive(Node(i), watcher => new Watch(_loop, watcher));
        Assert.Empty(Refusals);

        Arrive(Node(5000), watcher => new Watch(_loop, watcher));
        Assert.Equal(
            [
                "A Watch to /system/txaio/loops/default was refused: " +
                "at most 1024 addresses may have watchers of this actor (from akka.tcp://node@10.0.0.2:5000)",
            ],
            Refusals);

        // An address that has a watcher may watch again. An Unwatch makes room for another address.
        Arrive(Node(1), watcher => new Watch(_loop, watcher));
        Arrive(Node(0), watcher => new Unwatch(_loop, watcher));
        Arrive(Node(6000), watcher => new Watch(_loop, watcher));
        Assert.Single(Refusals);
        Arrive(Node(7000), watcher => new Watch(_loop, watcher));
        Assert.Equal(2, Refusals.Count);
    }

    // This dispatcher starts the actor within Akka's call that gives the ref its cell.
    [Fact]
    public void Top_level_actor_attaches_a_child_as_it_starts()
    {
        var parent = Sys.ActorOf(Props.Create<Parent>().WithDispatcher(CallingThreadDispatcher.Id));

        Assert.Equal("child", Time.WaitFor(parent.Ask<string>(Parent.Question.Instance)));
    }

    private IReadOnlyList<string?> Refusals =>
        [
            .. _published.All.OfType<Warning>()
                .Where(static line => line.LogClass == typeof(Refusals))
                .Select(static line => line.Message.ToString()),
        ];

    private static Address Node(int port) => new("akka.tcp", "node", "10.0.0.2", port);

    private void Arrive(Address node, Func<IInternalActorRef, ISystemMessage> message)
    {
        var own = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        var reader = Sys.ActorOf(
            Props.Create(typeof(EndpointReader), own, node).WithDispatcher(VirtualDispatcherId));
        reader.Tell(new EndpointReader.Arrived(_loop, message(new Watcher(((ExtendedActorSystem)Sys).Provider, node))));
        Time.RunUntilIdle();
        Sys.Stop(reader);
        Time.RunUntilIdle();
    }

    /// <summary>An actor of another node.</summary>
    private sealed class Watcher(IActorRefProvider provider, Address node) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(node) / "system" / "watcher";

        public override IActorRefProvider Provider => provider;
    }

    private sealed class Parent : OwnActor
    {
        private IActorRef? _child;

        protected override void PreStart() => _child = GuardedRef.Attach(
            Self, Props.Create<Child>().WithDispatcher(CallingThreadDispatcher.Id), "child");

        protected override void Handle(object message) => Sender.Tell(_child!.Path.Name);

        public sealed class Question : OwnMessage
        {
            public static readonly Question Instance = Sign(new Question());
        }
    }

    private sealed class Child : OwnActor
    {
        protected override void Handle(object message) => Unhandled(message);
    }
}
