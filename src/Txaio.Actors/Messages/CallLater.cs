using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// To a loop's or a batched timer's <c>Ref</c>: tells <see cref="Target"/> the <see cref="Message"/> after
/// <see cref="Delay"/>, with the actor that sent this as the sender. Answered with <see cref="CallScheduled"/>, or
/// with a <see cref="Status.Failure"/> when it cannot be scheduled.
/// </summary>
/// <remarks>
/// Bounded for other nodes by <c>txaio.remote.calls</c> and its kin; such a call is dropped when the actor that sent
/// this has ended, unless <c>txaio.remote.calls-end-with-sender</c> is off. Not taken from the wire in Akka's untrusted
/// mode.
/// </remarks>
public sealed record CallLater : IPossiblyHarmful, ITracedRequest
{
    /// <summary>A message to be told later.</summary>
    /// <param name="delay">Zero or negative: soon. At most 36,500 days.</param>
    /// <param name="target">The actor that is told, on any node.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException">The target or the message is null.</exception>
    public CallLater(TimeSpan delay, IActorRef target, object message)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        Delay = delay;
        Target = target;
        Message = message;
    }

    /// <summary>The delay, counted from when the loop or timer receives this.</summary>
    public TimeSpan Delay { get; }

    /// <summary>The actor that is told.</summary>
    public IActorRef Target { get; }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>The trace it was made in.</summary>
    internal TraceOrigin Origin { get; init; } = TraceOrigin.Here;

    /// <summary>The node it came from.</summary>
    internal SendingNode Node { get; init; } = SendingNode.Here;

    /// <summary>What the message took on the wire.</summary>
    internal WireSize Size { get; init; } = WireSize.Here;

    object ITracedRequest.From(TraceOrigin origin) => this with { Origin = origin };

    /// <summary>The message's name and the type of what is told later.</summary>
    /// <returns>One line, without path and message.</returns>
    public override string ToString() => MessageText.Of(nameof(CallLater), Message);
}

/// <summary>Answers <see cref="CallLater"/>.</summary>
/// <param name="Id">What <see cref="CancelCall"/> takes: 64 random bits, good for that loop or timer.</param>
public sealed record CallScheduled(long Id)
{
    /// <summary>The message's name.</summary>
    /// <returns>The name, without the id.</returns>
    public override string ToString() => nameof(CallScheduled);
}
