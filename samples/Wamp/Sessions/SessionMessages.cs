using Akka.Event;

namespace Wamp.Sessions;

/// <summary>A message from the router to a session's actor. Messages of the peer have other types, so a peer cannot
/// send a message of this type. The session may end first; the log has no line about such a dead letter.</summary>
internal abstract record SessionMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The peer broke the protocol.</summary>
internal sealed record Violated(string Reason) : SessionMessage;

/// <summary>The outbox of the peer is full.</summary>
internal sealed record Overflowed : SessionMessage
{
    public static readonly Overflowed Instance = new();
}

/// <summary>The reply comes when session and realm have handled all earlier messages of the peer.</summary>
internal sealed record CatchUp : SessionMessage
{
    public static readonly CatchUp Instance = new();
}

/// <summary>The connection has ended.</summary>
/// <param name="Reason">The reason, for the log.</param>
/// <param name="Failure">The exception, when it is a mistake of the router; null when the peer or the network ended the
/// connection.</param>
internal sealed record ConnectionEnded(string Reason, Exception? Failure = null) : SessionMessage;

/// <summary>The router stops.</summary>
internal sealed record Shutdown : SessionMessage
{
    public static readonly Shutdown Instance = new();
}

/// <summary>The peer's time for its next step is over.</summary>
internal sealed record Overdue : SessionMessage
{
    public static readonly Overdue Instance = new();
}

/// <summary>The time for the next ping, or for the peer's answer to a ping, has passed.</summary>
internal sealed record PingDue : SessionMessage
{
    public static readonly PingDue Instance = new();
}

/// <summary>A frame has arrived after a ping.</summary>
internal sealed record PeerAlive : SessionMessage
{
    public static readonly PeerAlive Instance = new();
}
