namespace Wamp.Protocol;

/// <summary>An ERROR or ABORT, or the end of a session. The URI names the error.</summary>
internal sealed class WampException(string uri, string text, Payload payload) : Exception($"{uri}: {text}")
{
    public WampException(string uri, string text)
        : this(uri, text, Payload.Of(text))
    {
    }

    public string Uri => uri;

    /// <summary>The description of the error, without the URI.</summary>
    public string Text => text;

    public Payload Payload => payload;
}

/// <summary>The peer broke the protocol. The router sends the message of this exception to it in the ABORT.</summary>
internal sealed class ProtocolViolationException(string message) : Exception(message);
