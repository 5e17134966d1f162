using Akka.Actor;
using Akka.Event;
using KeepAlive.Frames;

namespace KeepAlive.Server;

// The messages that the timer and the receiving task send to a connection's actor. All of these may come when the actor
// has gone already, which is no news: they are not reported as dead letters.

/// <summary>It is time to send ping <paramref name="Number"/>.</summary>
internal sealed record PingDue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Nothing came in time after ping <paramref name="Number"/>. Stale when a newer one has been armed.</summary>
internal sealed record PongOverdue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The pong for ping <paramref name="Number"/> has come.</summary>
internal sealed record PongReceived(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Something else has come while ping <paramref name="Number"/> waited for its pong.</summary>
internal sealed record TrafficReceived(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The handshake is done, and frames can be sent.</summary>
internal sealed class Opened : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly Opened Instance = new();
}

/// <summary>The peer sent its half of the closing handshake.</summary>
internal sealed class PeerClosed : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly PeerClosed Instance = new();
}

/// <summary>The peer broke the protocol. Nothing more is received from it.</summary>
internal sealed record ProtocolViolated(ProtocolViolation Violation)
    : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The peer has ended its side of the connection, after a close frame.</summary>
internal sealed class PeerGone : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly PeerGone Instance = new();
}

/// <summary>The connection failed.</summary>
internal sealed record ConnectionLost(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Close with a handshake: the server stops.</summary>
internal sealed class CloseConnection : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseConnection Instance = new();
}

/// <summary>The peer did not go in time.</summary>
internal sealed class CloseOverdue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseOverdue Instance = new();
}
