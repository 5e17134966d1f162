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

    /// <summary>Reports that a message of <paramref name="node"/> was refused. Any thread; never throws.</summary>
    public void Refused(RemoteBoundException refusal, Address node)
    {
        Count(refusal.Setting);
        try
        {
            _lines.Report(
                node.ToString(),
                refusal.Setting,
                $"A message of another node was refused: {refusal.Setting} = {refusal.Limit} allows no more");
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
