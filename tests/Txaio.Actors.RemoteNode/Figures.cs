namespace Txaio.Actors.RemoteNode;

/// <summary>Requests the number of objects that a node holds. The agent replies with <see cref="Figures"/>.</summary>
public sealed record Measure;

/// <summary>The number of objects that a node holds.</summary>
/// <param name="Memory">The bytes of managed memory after a collection.</param>
/// <param name="Promises">Pending promises of other nodes.</param>
/// <param name="Calls">Calls of other nodes.</param>
/// <param name="CallKilobytes">The size of the calls of other nodes on the wire.</param>
/// <param name="Subscribers">Subscribers of other nodes.</param>
/// <param name="Refused">Requests of other nodes that were refused.</param>
/// <param name="IsFull">Whether the default loop refuses new work.</param>
public sealed record Figures(
    long Memory, long Promises, long Calls, long CallKilobytes, long Subscribers, long Refused, bool IsFull)
{
    /// <summary>The figures of an actor system.</summary>
    /// <param name="extension">The extension of the actor system.</param>
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

/// <summary>
/// Makes the agent use its own loop, a future and an Ask. The agent replies with the number of these that work.
/// </summary>
public sealed record WorkLocally;
