using Akka.Actor;

namespace Txaio.Actors.Hosting;

/// <summary>The data of the loops in health reports.</summary>
internal static class LoopData
{
    /// <summary>A text such as "All 2 loops turn."</summary>
    public static string Count(int loops, string verb) =>
        loops == 1 ? $"The one loop {(verb == "turn" ? "turns" : "keeps up")}." : $"All {loops} loops {verb}.";

    /// <summary>
    /// For each loop, the number of waiting callbacks and the lag of its last turn. For each bound on other nodes, the
    /// amount in use.
    /// </summary>
    public static IReadOnlyDictionary<string, object> Of(ActorSystem system)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var extension = TxaioExtension.Get(system);
        foreach (var loop in extension.Loops)
        {
            var statistics = loop.GetStatistics();
            data[$"{loop.Name}.pending"] = statistics.Pending;
            data[$"{loop.Name}.lag"] = statistics.Lag;
        }

        foreach (var bound in extension.GetRemoteBounds())
            data[bound.Setting] = bound.Held;
        return data;
    }
}
