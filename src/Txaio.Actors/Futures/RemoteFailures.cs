namespace Txaio.Actors;

/// <summary>
/// What other nodes are told of an exception: <c>txaio.futures.remote-failures</c> of the node that sends it. Any actor
/// that knows a promise's path can subscribe to it. Not from txaio.
/// </summary>
public enum RemoteFailures
{
    /// <summary>Type, message, and the whole text: stack trace with its paths, inner exceptions.</summary>
    Full,

    /// <summary>Type and message, without the messages of inner exceptions. The default.</summary>
    Message,

    /// <summary>The name of the type only.</summary>
    Type,
}
