namespace Txaio.Actors;

/// <summary>
/// How exceptions are told to other nodes: <c>txaio.futures.remote-failures</c> of the node that sends them. Any actor
/// that knows a promise's path can subscribe to it. Not from txaio.
/// </summary>
public enum RemoteFailures
{
    /// <summary>Type, message, and the whole text, with inner exceptions, stack trace and source paths.</summary>
    Full,

    /// <summary>Type and message, without the messages of inner exceptions. The default.</summary>
    Message,

    /// <summary>The name of the type only.</summary>
    Type,
}
