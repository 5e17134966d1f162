using Wamp.Sessions;

namespace Wamp.PubSub;

/// <summary>The topics of a realm and their subscribers. Only the realm's loop uses a broker: it has no lock.</summary>
internal sealed class Broker
{
    private readonly Dictionary<string, Subscription> _byTopic = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>The number of topics with at least one subscriber.</summary>
    public int Count => _byTopic.Count;

    public void Subscribe(Peer peer, Subscribe request)
    {
        if (request.Match != "exact")
            peer.Refuse(request, Uris.OptionNotAllowed, $"match = {request.Match}: must be exact");
        else if (!Uris.IsValid(request.Topic))
            peer.Refuse(request, Uris.InvalidUri, $"'{request.Topic}' is no URI for applications");
        else if (peer.Subscriptions.Count >= Peer.MaxSubscriptions)
            peer.Refuse(request, Uris.TooMany, $"a session may have {Peer.MaxSubscriptions} subscriptions");
        else
            peer.Send(new Subscribed(request.Request, Add(peer, request.Topic)));
    }

    public void Unsubscribe(Peer peer, Unsubscribe request)
    {
        if (Remove(peer, request.Subscription))
            peer.Send(new Unsubscribed(request.Request));
        else
            peer.Refuse(request, Uris.NoSuchSubscription, $"{request.Subscription}");
    }

    public void Publish(Peer publisher, Publish request)
    {
        if (!Uris.IsValid(request.Topic))
        {
            if (request.Acknowledge)
                publisher.Refuse(request, Uris.InvalidUri, $"'{request.Topic}' is no URI for applications");
            return;
        }

        var publication = Random.Shared.NextInt64(1, Fields.MaxId + 1);
        if (_byTopic.TryGetValue(request.Topic, out var subscription))
        {
            // All subscribers share one message. The sending task of each connection encodes it in its own format.
            var message = new Event(subscription.Id, publication, request.Payload);
            foreach (var subscriber in subscription.Subscribers)
            {
                if (subscriber != publisher || !request.ExcludeMe)
                    subscriber.Send(message);
            }
        }

        if (request.Acknowledge)
            publisher.Send(new Published(request.Request, publication));
    }

    /// <summary>Removes all subscriptions of a session that has ended.</summary>
    public void Leave(Peer peer)
    {
        foreach (var subscription in peer.Subscriptions.Keys.ToArray())
            Remove(peer, subscription);
    }

    private long Add(Peer peer, string topic)
    {
        if (!_byTopic.TryGetValue(topic, out var subscription))
            _byTopic.Add(topic, subscription = new Subscription(++_lastId, []));
        subscription.Subscribers.Add(peer);
        peer.Subscriptions[subscription.Id] = topic;
        return subscription.Id;
    }

    private bool Remove(Peer peer, long id)
    {
        if (!peer.Subscriptions.Remove(id, out var topic))
            return false;
        var subscribers = _byTopic[topic].Subscribers;
        subscribers.Remove(peer);
        if (subscribers.Count == 0)
            _byTopic.Remove(topic);
        return true;
    }

    private sealed record Subscription(long Id, HashSet<Peer> Subscribers);
}
