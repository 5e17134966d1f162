namespace Wamp.Protocol;

/// <summary>An ERROR, or the reason of an ABORT or GOODBYE: what failed, by URI.</summary>
internal sealed class WampException(string uri, string text, Payload payload) : Exception($"{uri}: {text}")
{
    public WampException(string uri, string text)
        : this(uri, text, Payload.Of(text))
    {
    }

    public string Uri => uri;

    /// <summary>What a person may read.</summary>
    public string Text => text;

    public Payload Payload => payload;
}

/// <summary>The peer broke the protocol. The message says how, and goes back to it with ABORT.</summary>
internal sealed class ProtocolViolationException(string message) : Exception(message);
