using Akka.Actor;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// A message to the loop or batched timer that scheduled a call: cancels the call. Any actor that knows the id may
/// cancel, from any node. The reply is <see cref="CallCancelled"/>.
/// </summary>
/// <remarks>In untrusted mode, Akka drops this message if another node sent it.</remarks>
/// <param name="Id">The id of <see cref="CallScheduled"/>.</param>
public sealed record CancelCall(long Id) : IPossiblyHarmful, ITracedRequest
{
    /// <summary>The trace in which the message was made.</summary>
    internal TraceOrigin Origin { get; init; } = TraceOrigin.Here;

    object ITracedRequest.From(TraceOrigin origin) => this with { Origin = origin };

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the id.</returns>
    public override string ToString() => nameof(CancelCall);
}

/// <summary>The reply to <see cref="CancelCall"/>.</summary>
/// <param name="Id">The id of the request.</param>
/// <param name="Found">
/// True: the call was cancelled. False: its message was told, it was cancelled before, or the id is unknown here.
/// </param>
public sealed record CallCancelled(long Id, bool Found)
{
    /// <summary>The message's name, and whether the call was found.</summary>
    /// <returns>One line, without the id.</returns>
    public override string ToString() => $"{nameof(CallCancelled)}({(Found ? "found" : "not found")})";
}
