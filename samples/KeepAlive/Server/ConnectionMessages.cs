using Akka.Actor;
using Akka.Event;

namespace KeepAlive.Server;

// What a connection's actor is told by the timer and by the receiving task. All of these may come when the actor
// has gone already, which is no news: they are not reported as dead letters.

/// <summary>It is time to send ping <paramref name="Number"/>.</summary>
internal sealed record PingDue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Nothing came in time after ping <paramref name="Number"/>. Stale when a newer one has been armed.</summary>
internal sealed record PongOverdue(int Number) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The peer sent a message; its content does not matter.</summary>
internal sealed class MessageReceived : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly MessageReceived Instance = new();
}

/// <summary>The peer sent its half of the closing handshake.</summary>
internal sealed class PeerClosed : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly PeerClosed Instance = new();
}

/// <summary>The socket failed.</summary>
internal sealed record ConnectionLost(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Close with a handshake: the server stops.</summary>
internal sealed class CloseConnection : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseConnection Instance = new();
}

/// <summary>Our half of the closing handshake has been sent.</summary>
internal sealed class CloseSent : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseSent Instance = new();
}

/// <summary>The peer did not answer the closing handshake in time.</summary>
internal sealed class CloseOverdue : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public static readonly CloseOverdue Instance = new();
}
