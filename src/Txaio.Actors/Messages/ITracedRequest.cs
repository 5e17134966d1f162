using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>A message that is handled in the trace of its sender, also on another node.</summary>
internal interface ITracedRequest
{
    /// <summary>The same message, sent from there.</summary>
    object From(TraceOrigin origin);
}
