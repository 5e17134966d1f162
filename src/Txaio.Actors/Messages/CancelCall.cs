using Akka.Actor;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// To the loop or batched timer that scheduled a call: cancels it. Any actor that knows the id may cancel, from any
/// node. Answered with <see cref="CallCancelled"/>.
/// </summary>
/// <remarks>Not taken from the wire in Akka's untrusted mode.</remarks>
/// <param name="Id">The id of <see cref="CallScheduled"/>.</param>
public sealed record CancelCall(long Id) : IPossiblyHarmful, ITracedRequest
{
    /// <summary>The trace it was made in.</summary>
    internal TraceOrigin Origin { get; init; } = TraceOrigin.Here;

    object ITracedRequest.From(TraceOrigin origin) => this with { Origin = origin };

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the id.</returns>
    public override string ToString() => nameof(CancelCall);
}

/// <summary>Answers <see cref="CancelCall"/>.</summary>
/// <param name="Id">The id that was to be cancelled.</param>
/// <param name="Found">
/// True: the message will not be told. False: it was told, was cancelled before, or the id is not known here.
/// </param>
public sealed record CallCancelled(long Id, bool Found)
{
    /// <summary>The message's name, and whether the call was found.</summary>
    /// <returns>One line, without the id.</returns>
    public override string ToString() => $"{nameof(CallCancelled)}({(Found ? "found" : "not found")})";
}
