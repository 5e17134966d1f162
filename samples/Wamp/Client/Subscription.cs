namespace Wamp.Client;

/// <summary>A handler of a topic's events. Handlers of one topic share the router's subscription.</summary>
internal sealed class Subscription(long id, string topic, Action<Payload> handler)
{
    /// <summary>The id of the router's subscription.</summary>
    public long Id => id;

    public string Topic => topic;

    /// <summary>False once the handler is unsubscribed. It then gets no event, also none that waits on the loop.
    /// </summary>
    public bool IsActive { get; set; } = true;

    public void Handle(Payload payload)
    {
        if (IsActive)
            handler(payload);
    }
}
