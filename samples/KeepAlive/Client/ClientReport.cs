namespace KeepAlive.Client;

/// <summary>How a connection ended, as its client saw it.</summary>
internal enum ClientEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The client closed it at the end of the run, and the server answered the handshake.</summary>
    ClosedByUs,

    /// <summary>The server closed it with a handshake.</summary>
    ClosedByServer,

    /// <summary>It broke: the server dropped it.</summary>
    Dropped,
}

/// <summary>
/// What the client knows of one connection. Times are those of <c>Stopwatch.GetTimestamp()</c>, which all processes
/// of a machine share.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="SilentFrom">From when on it answered no more; null for one that stayed alive.</param>
/// <param name="UnansweredPing">The first ping that it left unanswered, counted from 1.</param>
/// <param name="Answered">How many pings it answered.</param>
/// <param name="End">How it ended.</param>
/// <param name="EndedAt">When it saw that.</param>
internal sealed record ClientConnectionReport(
    string Name, long? SilentFrom, int? UnansweredPing, int Answered, ClientEnd End, long EndedAt);

/// <summary>The report of the client process at the end.</summary>
/// <param name="Connections">All its connections.</param>
/// <param name="ProcessorTime">The processor time it used.</param>
/// <param name="Memory">The memory it holds, in bytes.</param>
internal sealed record ClientReport(
    IReadOnlyList<ClientConnectionReport> Connections, TimeSpan ProcessorTime, long Memory);
