using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>A message that carries its sender's trace, also to another node. It is handled in that trace.</summary>
internal interface ITracedRequest
{
    /// <summary>The same message with that trace.</summary>
    object From(TraceOrigin origin);
}
