namespace KeepAlive.Server;

/// <summary>How a connection ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>Its actor failed.</summary>
    Failed,

    /// <summary>The peer did not reply to a ping in time.</summary>
    Dropped,

    /// <summary>The peer began the closing handshake.</summary>
    ClosedByPeer,

    /// <summary>The server began it, because it stops.</summary>
    ClosedByServer,

    /// <summary>It broke the protocol, and was told so.</summary>
    Refused,

    /// <summary>The socket failed, or the peer left a closing handshake unanswered.</summary>
    Lost,
}

/// <summary>The server's record of a connection when it has ended.</summary>
/// <param name="Name">The client's name for it.</param>
/// <param name="End">How it ended.</param>
/// <param name="Pongs">How many pings were answered.</param>
/// <param name="LastPing">The number of the last ping that was armed; of the unanswered one when dropped.</param>
/// <param name="PingedAt">When the last ping was sent, as <c>Stopwatch.GetTimestamp()</c> has it.</param>
internal sealed record ConnectionEnded(string Name, ConnectionEnd End, int Pongs, int LastPing, long PingedAt);
