using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// A message to a loop's <c>Ref</c>: makes a promise on that loop. The reply is <see cref="FutureCreated"/>, or a
/// <see cref="Status.Failure"/> if the loop is at its capacity or a bound under <c>txaio.remote</c> is met.
/// </summary>
/// <remarks>
/// When the sender terminates, the promise is cancelled. A promise for an Ask, whose sender is temporary, is cancelled
/// after <c>txaio.futures.asked-promise-timeout</c> instead. A pending promise counts towards the loop's capacity, or
/// towards <c>txaio.remote.promises</c> if another node sent the message. In untrusted mode, Akka drops this message
/// if another node sent it.
/// </remarks>
public sealed class CreateFuture : IPossiblyHarmful, ITracedRequest
{
    private CreateFuture(TraceOrigin origin, SendingNode node) => (Origin, Node) = (origin, node);

    /// <summary>The message; it has no fields.</summary>
    public static CreateFuture Instance { get; } = new(default, default);

    /// <summary>
    /// The trace in which the message was sent; none for <see cref="Instance"/>, which all senders share.
    /// </summary>
    internal TraceOrigin Origin { get; }

    /// <summary>The node that sent the message; none for <see cref="Instance"/>.</summary>
    internal SendingNode Node { get; }

    object ITracedRequest.From(TraceOrigin origin) => From(origin, Node);

    /// <summary>The message with that trace and node.</summary>
    internal static CreateFuture From(TraceOrigin origin, SendingNode node = default) =>
        origin.Parent is null && node.Address is null ? Instance : new CreateFuture(origin, node);

    /// <summary>The message's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => nameof(CreateFuture);
}

/// <summary>The reply to <see cref="CreateFuture"/>.</summary>
/// <param name="Promise">
/// The promise's <c>Ref</c>. A message to it completes the promise; <see cref="Subscribe"/> to it to receive the
/// outcome.
/// </param>
public sealed record FutureCreated(IActorRef Promise)
{
    /// <summary>The message's name.</summary>
    /// <returns>The name, without the promise's path.</returns>
    public override string ToString() => nameof(FutureCreated);
}
