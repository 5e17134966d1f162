namespace Txaio.Actors.RemoteNode;

/// <summary>Asks what a node holds. Answered with <see cref="Figures"/>.</summary>
public sealed record Measure;

/// <summary>The number of objects that a node holds.</summary>
/// <param name="Memory">Bytes of managed memory, after a collection.</param>
/// <param name="Promises">Pending promises of other nodes.</param>
/// <param name="Calls">Calls of other nodes.</param>
/// <param name="CallKilobytes">The size of their messages on the wire.</param>
/// <param name="Subscribers">Subscribers of other nodes.</param>
/// <param name="Refused">Requests of other nodes that were refused.</param>
/// <param name="IsFull">Whether the default loop refuses new work.</param>
public sealed record Figures(
    long Memory, long Promises, long Calls, long CallKilobytes, long Subscribers, long Refused, bool IsFull)
{
    /// <summary>Those of an actor system.</summary>
    /// <param name="extension">Its extension.</param>
    /// <returns>The figures.</returns>
    public static Figures Of(TxaioExtension extension)
    {
        var bounds = extension.GetRemoteBounds().ToDictionary(static bound => bound.Setting["txaio.remote.".Length..]);
        return new Figures(
            GC.GetTotalMemory(forceFullCollection: true),
            bounds["promises"].Held,
            bounds["calls"].Held,
            bounds["call-kilobytes"].Held,
            bounds["subscribers"].Held,
            bounds.Values.Sum(static bound => bound.Refused),
            extension.Default.Loop.GetStatistics().IsFull);
    }
}

/// <summary>Has the agent use its own loop, futures and an Ask. Answered with how many of the three work.</summary>
public sealed record WorkLocally;
