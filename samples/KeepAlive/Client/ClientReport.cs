namespace KeepAlive.Client;

/// <summary>How a connection ended, as its client saw it.</summary>
internal enum ClientEnd
{
    /// <summary>The connection has not ended.</summary>
    None,

    /// <summary>The client closed it at the end of the run, and the server answered the handshake.</summary>
    ClosedByUs,

    /// <summary>The server closed it with a handshake.</summary>
    ClosedByServer,

    /// <summary>The connection broke: the server dropped it.</summary>
    Dropped,
}

/// <summary>
/// The client's record of one connection. Times are those of <c>Stopwatch.GetTimestamp()</c>, which all processes
/// of a machine share.
/// </summary>
/// <param name="Name">The connection's name.</param>
/// <param name="SilentFrom">The time from which the client answered no more; null for a living client.</param>
/// <param name="UnansweredPing">The first ping that the client left unanswered, counted from 1.</param>
/// <param name="Answered">How many pings the client answered.</param>
/// <param name="End">How the connection ended.</param>
/// <param name="EndedAt">When the client saw the end.</param>
internal sealed record ClientConnectionReport(
    string Name, long? SilentFrom, int? UnansweredPing, int Answered, ClientEnd End, long EndedAt);

/// <summary>The report of the client process at the end.</summary>
/// <param name="Connections">All connections of the process.</param>
/// <param name="ProcessorTime">The processor time that the process used.</param>
/// <param name="Memory">The memory of the process, in bytes.</param>
internal sealed record ClientReport(
    IReadOnlyList<ClientConnectionReport> Connections, TimeSpan ProcessorTime, long Memory);
