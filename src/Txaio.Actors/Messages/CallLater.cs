using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// A message to a loop's or batched timer's <c>Ref</c>: it tells <see cref="Target"/> the <see cref="Message"/> after
/// <see cref="Delay"/>. This message's sender is also the sender of <see cref="Message"/>. The reply is
/// <see cref="CallScheduled"/>, or a <see cref="Status.Failure"/> if the call cannot be scheduled.
/// </summary>
/// <remarks>
/// The settings <c>txaio.remote.calls</c>, <c>call-kilobytes</c> and their <c>-per-node</c> forms bound the calls of
/// other nodes. A call of another node is dropped when its sender has ended, unless
/// <c>txaio.remote.calls-end-with-sender</c> is off. In untrusted mode, Akka drops this message if another node sent
/// it.
/// </remarks>
public sealed record CallLater : IPossiblyHarmful, ITracedRequest
{
    /// <summary>Creates the message.</summary>
    /// <param name="delay">The delay; at most 36,500 days. Zero or negative: as soon as possible.</param>
    /// <param name="target">The receiver, on any node.</param>
    /// <param name="message">The message for <paramref name="target"/>.</param>
    /// <exception cref="ArgumentNullException">The target or the message is null.</exception>
    public CallLater(TimeSpan delay, IActorRef target, object message)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        Delay = delay;
        Target = target;
        Message = message;
    }

    /// <summary>The delay, from the time at which the loop or timer receives this message.</summary>
    public TimeSpan Delay { get; }

    /// <summary>The receiver of <see cref="Message"/>.</summary>
    public IActorRef Target { get; }

    /// <summary>The message for <see cref="Target"/>.</summary>
    public object Message { get; }

    /// <summary>The trace in which the message was made.</summary>
    internal TraceOrigin Origin { get; init; } = TraceOrigin.Here;

    /// <summary>The node that sent the message.</summary>
    internal SendingNode Node { get; init; } = SendingNode.Here;

    /// <summary>The size of the message on the wire.</summary>
    internal WireSize Size { get; init; } = WireSize.Here;

    object ITracedRequest.From(TraceOrigin origin) => this with { Origin = origin };

    /// <summary>The message's name and the type of <see cref="Message"/>.</summary>
    /// <returns>One line, without path and message.</returns>
    public override string ToString() => MessageText.Of(nameof(CallLater), Message);
}

/// <summary>The reply to <see cref="CallLater"/>.</summary>
/// <param name="Id">The id for <see cref="CancelCall"/>: 64 random bits, valid at that loop or timer.</param>
public sealed record CallScheduled(long Id)
{
    /// <summary>The message's name.</summary>
    /// <returns>The name, without the id.</returns>
    public override string ToString() => nameof(CallScheduled);
}
