using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote;

namespace Txaio.Actors.Tests.Nodes;

/// <content>Subscribers and watchers of a promise, which end with their node.</content>
public sealed partial class RemoteBoundsTests
{
    private IActorRefProvider Provider => ((ExtendedActorSystem)Sys).Provider;

    /// <summary>The subscriber is on a third node, which this node must not watch.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Subscriber_of_another_node_is_guarded_once_by_that_node_and_is_not_watched(bool completes)
    {
        var promise = MakePromise(TestActor);
        var subscriber = new Noting(Provider, C, "subscriber");
        Subscribe(promise, subscriber, B);
        Subscribe(promise, subscriber, B);
        Assert.Equal((1, 1), (Held(Bounds.Subscribers), Bounds.Held.Guards));

        if (completes)
            Send(promise, 1, ActorRefs.NoSender);
        else
            Bounds.Held.Ended(TestActor);

        Assert.Equal((0, 0), (Held(Bounds.Subscribers), Bounds.Held.Guards));
        Assert.Empty(subscriber.Told);
    }

    [Fact]
    public void Subscriber_of_this_node_that_another_node_sent_is_watched_until_the_promise_completes()
    {
        var promise = MakePromise(TestActor);
        var subscriber = new Noting(Provider, Own, "subscriber", isLocal: true);
        Subscribe(promise, subscriber, B);
        Subscribe(promise, subscriber, B);
        Assert.IsType<Watch>(Assert.Single(subscriber.Told));
        Assert.Equal((1, 0), (Held(Bounds.Subscribers), Bounds.Held.Guards));

        Send(promise, 1, ActorRefs.NoSender);

        Assert.IsType<Unwatch>(subscriber.Told[^1]);
        NothingIsHeld();
    }

    [Fact]
    public void Watchers_of_a_node_take_the_places_of_its_subscribers_and_a_late_one_is_told_the_end()
    {
        var completed = MakePromise(TestActor);
        Send(completed, 1, ActorRefs.NoSender);
        var promise = MakePromise(TestActor);
        // The last watcher is of another node than the one that sends its message.
        var watchers = Enumerable.Range(0, 4).Select(i => new Noting(Provider, i == 3 ? C : B, $"watcher{i}")).ToList();

        foreach (var i in new[] { 0, 0, 1, 2, 3 })
            WatchFrom(B, watchers[i], promise);
        Assert.Equal((2, 2), (Held(Bounds.Subscribers), Bounds.Held.Guards));

        WatchFrom(B, watchers[2], completed);
        Assert.Equal(completed, Assert.Single(watchers[2].Ends).Actor);
        Bounds.Held.Ended(watchers[0]);
        Assert.Equal((1, 1), (Held(Bounds.Subscribers), Bounds.Held.Guards));
        Send(promise, 1, ActorRefs.NoSender);

        Assert.Equal([0, 1, 1, 0], watchers.Select(static watcher => watcher.Ends.Count()));
        NothingIsHeld();
    }

    // Akka.Remote delivers system messages in the turn of the actor that reads the connection.
    private void WatchFrom(Address node, IInternalActorRef watcher, IActorRef promise)
    {
        var reader = Sys.ActorOf(Props.Create(typeof(EndpointReader), Own, node).WithDispatcher(VirtualDispatcherId));
        var watched = (IInternalActorRef)promise;
        Send(reader, new EndpointReader.Arrived(watched, new Watch(watched, watcher)), ActorRefs.NoSender);
        Sys.Stop(reader);
        Time.RunUntilIdle();
    }

    /// <summary>An actor of any node, which notes the system messages that it is told.</summary>
    private sealed class Noting(IActorRefProvider provider, Address node, string name, bool isLocal = false)
        : MinimalActorRef
    {
        public List<ISystemMessage> Told { get; } = [];

        public IEnumerable<DeathWatchNotification> Ends => Told.OfType<DeathWatchNotification>();

        public override bool IsLocal => isLocal;

        public override ActorPath Path { get; } = new RootActorPath(node) / "user" / name;

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(ISystemMessage message) => Told.Add(message);
    }
}
