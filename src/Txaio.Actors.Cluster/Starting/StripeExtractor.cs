using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Tells a shard region the stripe of a message. Each stripe is the only entity of its shard.</summary>
/// <param name="stripes">The number of stripes.</param>
internal sealed class StripeExtractor(int stripes) : IMessageExtractor
{
    private readonly string[] _ids = [.. Enumerable.Range(0, stripes).Select(static stripe => $"{stripe}")];

    /// <remarks>Null, which the region reports as unhandled, for other messages and for stripes that do not
    /// exist.</remarks>
    public string? EntityId(object message) =>
        message is IStripeMessage { Stripe: var stripe } && stripe >= 0 && stripe < _ids.Length ? _ids[stripe] : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
