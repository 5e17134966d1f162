using Akka.Actor;

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// Published on the event stream of the node that delivers: a call was delivered as often as the timer's
/// <c>retry.max-attempts</c> allows, and was not acknowledged. The call is done; it will not be delivered again. Not
/// from txaio.
/// </summary>
/// <remarks>
/// For the event stream of that node only: the package has no serializer for it. A subscriber that tells another node
/// copies what that node needs into a message of its own.
/// </remarks>
/// <param name="Timer">The timer's name.</param>
/// <param name="Key">The key.</param>
/// <param name="Due">The due time in UTC.</param>
/// <param name="Attempts">How many deliveries were made since the stripe started on this node.</param>
/// <param name="Target">The receiver.</param>
/// <param name="Message">
/// The message that was scheduled; null when the delivering node cannot read it, because its type or its serializer has
/// changed since it was stored.
/// </param>
public sealed record DurableCallGivenUp(
    string Timer, string Key, DateTimeOffset Due, int Attempts, CallTarget Target, object? Message)
    : INoSerializationVerificationNeeded
{
    /// <summary>The message's name, the timer, the attempts and the type of <see cref="Message"/>.</summary>
    /// <returns>One line, without key, target and message.</returns>
    public override string ToString() =>
        $"{nameof(DurableCallGivenUp)}({Timer}, {Attempts} attempts, {Message?.GetType().Name ?? "not readable"})";
}
