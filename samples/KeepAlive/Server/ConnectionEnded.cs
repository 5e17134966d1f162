namespace KeepAlive.Server;

/// <summary>How a connection ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>An error of this program.</summary>
    Failed,

    /// <summary>The peer did not reply to a ping in time.</summary>
    Dropped,

    /// <summary>The peer began the closing handshake.</summary>
    ClosedByPeer,

    /// <summary>The server began the handshake, because the server stops.</summary>
    ClosedByServer,

    /// <summary>The peer broke the protocol, and the close frame says so.</summary>
    Refused,

    /// <summary>The socket failed, or the peer left a closing handshake unanswered.</summary>
    Lost,
}

/// <summary>The server's record of a connection when it has ended.</summary>
/// <param name="Name">The name that the client gave the connection.</param>
/// <param name="End">How it ended.</param>
/// <param name="Pongs">How many pings were answered.</param>
/// <param name="LastPing">
/// The number of the last ping that was armed. For a dropped connection, the unanswered ping.
/// </param>
/// <param name="PingedAt">When the last ping was sent, as <c>Stopwatch.GetTimestamp()</c> has it.</param>
internal sealed record ConnectionEnded(string Name, ConnectionEnd End, int Pongs, int LastPing, long PingedAt);
