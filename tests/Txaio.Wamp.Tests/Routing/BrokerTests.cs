using Wamp.Protocol;
using Wamp.Sessions;

namespace Txaio.Wamp.Tests.Routing;

public sealed class BrokerTests : RealmTestBase
{
    private const string Topic = "com.example.topic";

    [Fact]
    public void Publish_reaches_every_subscriber_but_the_publisher()
    {
        var (one, two, other) = (Peer(), Peer(), Peer());
        var first = Assert.IsType<Subscribed>(Assert.Single(one.Post(new Subscribe(1, "exact", Topic))));
        var second = Assert.IsType<Subscribed>(Assert.Single(two.Post(new Subscribe(1, "exact", Topic))));
        other.Post(new Subscribe(1, "exact", "com.example.other"));

        var acknowledged = one.Post(new Publish(2, true, true, Topic, Payload.Of(1)));

        Assert.Equal(first.Subscription, second.Subscription);
        var published = Assert.IsType<Published>(Assert.Single(acknowledged));
        var received = Assert.IsType<Event>(Assert.Single(two.Sent()));
        Assert.Equal((second.Subscription, published.Publication, 1), (received.Subscription, received.Publication,
            received.Payload.Arg<int>(0)));
        Assert.Empty(other.Sent());
    }

    [Fact]
    public void Publish_without_exclude_me_reaches_the_publisher_before_its_acknowledgement()
    {
        var peer = Peer();
        peer.Post(new Subscribe(1, "exact", Topic));

        Assert.Collection(
            peer.Post(new Publish(2, true, false, Topic, default)),
            static sent => Assert.IsType<Event>(sent),
            static sent => Assert.IsType<Published>(sent));
    }

    [Fact]
    public void Subscribe_twice_is_one_subscription()
    {
        var (peer, publisher) = (Peer(), Peer());
        var first = peer.Post(new Subscribe(1, "exact", Topic));
        var second = peer.Post(new Subscribe(2, "exact", Topic));

        publisher.Post(new Publish(1, false, true, Topic, default));

        Assert.Equal(((Subscribed)first[0]).Subscription, ((Subscribed)second[0]).Subscription);
        Assert.Single(peer.Sent());
        Assert.Empty(publisher.Sent());
    }

    [Theory]
    [InlineData("exact", "", Uris.InvalidUri)]
    [InlineData("exact", "com..topic", Uris.InvalidUri)]
    [InlineData("exact", ".com", Uris.InvalidUri)]
    [InlineData("exact", "com.", Uris.InvalidUri)]
    [InlineData("exact", "com.a b", Uris.InvalidUri)]
    [InlineData("exact", "com.#", Uris.InvalidUri)]
    [InlineData("exact", "wamp.session.on_join", Uris.InvalidUri)]
    [InlineData("prefix", Topic, Uris.OptionNotAllowed)]
    public void Wrong_subscribe_is_an_error(string match, string topic, string uri)
    {
        var error = Assert.IsType<Error>(Assert.Single(Peer().Post(new Subscribe(7, match, topic))));

        Assert.Equal((32, 7L, uri), (error.RequestType, error.Request, error.Uri));
    }

    [Fact]
    public void Wrong_publish_is_an_error_only_where_one_is_asked_for()
    {
        Assert.Empty(Peer().Post(new Publish(1, false, true, "a..b", default)));

        var error = Assert.IsType<Error>(Assert.Single(Peer().Post(new Publish(1, true, true, "a..b", default))));
        Assert.Equal((16, Uris.InvalidUri), (error.RequestType, error.Uri));
    }

    [Fact]
    public void Unsubscribe_of_another_session_is_refused()
    {
        var (owner, other) = (Peer(), Peer());
        var subscription = ((Subscribed)owner.Post(new Subscribe(1, "exact", Topic))[0]).Subscription;

        var error = Assert.IsType<Error>(Assert.Single(other.Post(new Unsubscribe(1, subscription))));

        Assert.Equal((34, Uris.NoSuchSubscription), (error.RequestType, error.Uri));
        Assert.IsType<Unsubscribed>(Assert.Single(owner.Post(new Unsubscribe(2, subscription))));
        Assert.IsType<Error>(Assert.Single(owner.Post(new Unsubscribe(3, subscription))));
        Assert.Equal(0, State.Topics);
    }

    [Fact]
    public void Leave_ends_the_subscriptions_of_the_session_alone()
    {
        var (gone, stays) = (Peer(), Peer());
        gone.Post(new Subscribe(1, "exact", Topic));
        gone.Post(new Subscribe(2, "exact", "com.example.other"));
        stays.Post(new Subscribe(1, "exact", Topic));

        gone.Leave();
        gone.Leave();

        Assert.Equal(1, State.Topics);
        Peer().Post(new Publish(1, false, true, Topic, default));
        Assert.Single(stays.Sent().OfType<Event>());
        Assert.Empty(gone.Sent());
    }

    [Fact]
    public void Subscriber_that_does_not_read_is_reported_and_holds_a_bounded_outbox()
    {
        var (slow, publisher) = (Peer(), Peer());
        slow.Post(new Subscribe(1, "exact", Topic));

        for (var i = 0; i < 1_000; i++)
            publisher.Queue(new Publish(i + 1, false, true, Topic, Payload.Of(new string('x', 1_000))));
        var sent = slow.Sent();

        Assert.InRange(sent.Sum(static message => message.Weight), 90_000, Limits.OutboxBytes);
        Assert.Contains(Overflowed.Instance, slow.Told);
    }

    [Fact]
    public void Outbox_holds_no_more_messages_than_it_may()
    {
        var (slow, publisher) = (Peer(), Peer());
        slow.Post(new Subscribe(1, "exact", Topic));

        for (var i = 0; i < 1_000; i++)
            publisher.Queue(new Publish(i + 1, false, true, Topic, default));

        Assert.Equal(Limits.OutboxMessages, slow.Sent().Count);
        Assert.Contains(Overflowed.Instance, slow.Told);
    }
}
