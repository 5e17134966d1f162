using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Reports messages refused by a bound on other nodes: one log line a second for each node, and a metric.
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="report">Reports the exception of a subscriber or of a listener of the metric.</param>
internal sealed class BoundReports(ActorSystem system, Action<string, Exception> report)
{
    private readonly WireReports _lines = new(
        system, static text => new Warning("txaio", typeof(RemoteBounds), text));

    private readonly WireReports _notKept = new(
        system, static text => new Warning("txaio", typeof(RemoteBounds), text), "completed promises were not kept");

    // At debug: when a node completes promises all the time, each new promise removes an old promise.
    private readonly WireReports _madeRoom = new(
        system,
        static text => new Debug("txaio", typeof(RemoteBounds), text),
        "completed promises made room for newer ones");

    /// <summary>Reports that a message of <paramref name="node"/> was refused. Any thread; never throws.</summary>
    public void Refused(RemoteBoundException refusal, Address node) =>
        Report(_lines, "A message of another node was refused", refusal, node);

    /// <summary>
    /// Reports that a completed promise of <paramref name="node"/> cannot be found. Any thread; never throws.
    /// </summary>
    /// <param name="refusal">The bound that was met.</param>
    /// <param name="node">The node.</param>
    /// <param name="wasKept">
    /// Whether the promise could be found until now, and made room for a newer promise of the node.
    /// </param>
    public void Left(RemoteBoundException refusal, Address node, bool wasKept)
    {
        if (!wasKept)
            Report(_notKept, "A completed promise of another node is not kept", refusal, node);
        else if (system.EventStream.LogLevel == LogLevel.DebugLevel)
            Report(_madeRoom, "A completed promise of another node made room for a newer one", refusal, node);
        else
            Count(refusal.Setting);
    }

    private void Report(WireReports lines, string text, RemoteBoundException refusal, Address node)
    {
        Count(refusal.Setting);
        try
        {
            lines.Report(
                node.ToString(), refusal.Setting, $"{text}: {refusal.Setting} = {refusal.Limit} allows no more");
        }
        catch (Exception e)
        {
            // A subscriber of the event stream can throw.
            report("the report of a bound on other nodes", e);
        }
    }

    private void Count(string setting)
    {
        if (!Instruments.RemoteRefused.Enabled)
            return;
        try
        {
            Instruments.RemoteRefused.Add(
                1,
                TelemetryTags.Of(TelemetryTags.System, system.Name),
                TelemetryTags.Of(TelemetryTags.Setting, setting));
        }
        catch (Exception e)
        {
            report("a listener of its metrics", e);
        }
    }
}
