using Akka.Actor;
using Akka.Event;
using KeepAlive.Frames;

namespace KeepAlive.Server;

// The messages that the timer and the receiving task send to a connection's actor. All of these may come when the actor
// has ended, as usual at the end of a connection. So they are not reported as dead letters.

/// <summary>It is time to send ping <paramref name="Number"/>.</summary>
internal sealed record PingDue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>
/// No answer came in time after ping <paramref name="Number"/>. Stale when a newer ping has been armed.
/// </summary>
internal sealed record PongOverdue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The pong for ping <paramref name="Number"/> has come.</summary>
internal sealed record PongReceived(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Other traffic has come while ping <paramref name="Number"/> waited for its pong.</summary>
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

/// <summary>The peer broke the protocol. The server receives no more from this peer.</summary>
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

/// <summary>The peer did not end its side in time.</summary>
internal sealed class CloseOverdue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseOverdue Instance = new();
}
