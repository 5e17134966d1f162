using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Messages;

/// <summary>
/// To a loop's <c>Ref</c>: makes a promise there. Answered with <see cref="FutureCreated"/>, or with a
/// <see cref="Status.Failure"/> when the loop is full.
/// </summary>
/// <remarks>
/// The promise lives as long as the asker: when that terminates, it is cancelled. One that was asked for with an Ask
/// is cancelled after <c>txaio.futures.asked-promise-timeout</c>. Until it completes, it counts towards the loop's
/// capacity, or for another node towards <c>txaio.remote.promises</c>. Not taken from the wire in Akka's untrusted
/// mode.
/// </remarks>
public sealed class CreateFuture : IPossiblyHarmful, ITracedRequest
{
    private CreateFuture(TraceOrigin origin, SendingNode node) => (Origin, Node) = (origin, node);

    /// <summary>The message; it has no fields.</summary>
    public static CreateFuture Instance { get; } = new(default, default);

    /// <summary>The trace it was asked in; none for <see cref="Instance"/>, which all senders share.</summary>
    internal TraceOrigin Origin { get; }

    /// <summary>The node it came from; none for <see cref="Instance"/>.</summary>
    internal SendingNode Node { get; }

    object ITracedRequest.From(TraceOrigin origin) => From(origin, Node);

    /// <summary>The message, sent from there.</summary>
    internal static CreateFuture From(TraceOrigin origin, SendingNode node = default) =>
        origin.Parent is null && node.Address is null ? Instance : new CreateFuture(origin, node);

    /// <summary>The message's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => nameof(CreateFuture);
}

/// <summary>Answers <see cref="CreateFuture"/>.</summary>
/// <param name="Promise">
/// The promise: an actor that sends it a message completes it. Subscribe to it to learn how it ends.
/// </param>
public sealed record FutureCreated(IActorRef Promise)
{
    /// <summary>The message's name.</summary>
    /// <returns>The name, without the promise's path.</returns>
    public override string ToString() => nameof(FutureCreated);
}
